import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WRONG_CONTENT_TYPE } from '../../../../src/diagnose/rules/stream/wrong-content-type.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { CALL, type Fields } from '../../../support/script.ts';

function answered(request: Fields, response: Fields = { ':status': '415', accept: 'application/grpc' }): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ...request }, { endStream: true }));
  return talk.server(talk.response(1, response, { endStream: true }));
}

test('PROTOCOL-HTTP2, Content-Type: gRPC-Web that a gRPC server refuses', () => {
  const talk = answered({ 'content-type': 'application/grpc-web+proto' });
  const finding = theFinding(talk, WRONG_CONTENT_TYPE);
  assert.match(
    finding.explanation,
    /pkg\.Service\/Method with content-type "application\/grpc-web\+proto", which is gRPC-Web, and was answered 415\. Servers of gRPC take/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS']);
});

test('Connect is known by its content-type', () => {
  assert.match(
    theFinding(answered({ 'content-type': 'application/proto' }), WRONG_CONTENT_TYPE).explanation,
    /as Connect does/,
  );
});

test('a web server that takes no gRPC is told from a gRPC server', () => {
  assert.match(theFinding(answered({}), WRONG_CONTENT_TYPE).explanation, /Who answered serves no gRPC at this path\.$/);
});

test('silent: 415 of plain HTTP is about its own media types', () => {
  assertSilent(answered({ ':path': '/upload', 'content-type': 'text/xml' }), WRONG_CONTENT_TYPE);
});

test('silent: gRPC-Web that is served', () => {
  const web = { 'content-type': 'application/grpc-web+proto' };
  assertSilent(answered(web, { ':status': '200', ...web, 'grpc-status': '7' }), WRONG_CONTENT_TYPE);
});
