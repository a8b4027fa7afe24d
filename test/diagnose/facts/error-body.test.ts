import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorBodyOf } from '../../../src/diagnose/facts/error-body.ts';
import { type ResponseHead, responseHead } from '../../../src/diagnose/facts/response-head.ts';
import { field, headers } from '../../support/events.ts';
import { toBytes } from '../../support/frames.ts';

function head(status: string, contentType?: string): ResponseHead {
  const type = contentType === undefined ? [] : [field('content-type', contentType)];
  return responseHead(headers('RESPONSE', [field(':status', status), ...type]));
}

test('the body of an answer is not kept: messages of gRPC, and what plain HTTP answers well', () => {
  assert.equal(errorBodyOf(head('200', 'application/grpc+proto'), true), undefined);
  assert.equal(errorBodyOf(head('200', 'text/html'), false), undefined);
  assert.equal(errorBodyOf(head('304'), false), undefined);
});

test('an error of plain HTTP, and any answer to gRPC that is not gRPC, is', () => {
  assert.ok(errorBodyOf(head('503'), false));
  assert.ok(errorBodyOf(head('404', 'text/plain'), false));
  assert.ok(errorBodyOf(head('200', 'text/html'), true));
  assert.ok(errorBodyOf(head('200'), true));
});

test('of all its DATA together the first 200 bytes are kept', () => {
  const body = errorBodyOf(head('503'), false);
  body?.data(toBytes('a'.repeat(150)));
  body?.data(toBytes('b'.repeat(150)));
  body?.data(toBytes('c'));
  assert.equal(body?.text, 'a'.repeat(150) + 'b'.repeat(50));
});
