import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isPlainRequest, isPlainTrailers, PlainResponses } from '../../../src/diagnose/facts/plain-lists.ts';
import { requestHead } from '../../../src/diagnose/facts/request-head.ts';
import type { HeaderField, Headers } from '../../../src/trace/event.ts';
import { field } from '../../support/events.ts';

function list(fields: readonly HeaderField[], parts: Partial<Headers> = {}): Headers {
  return { category: 'REQUEST', fields, blockLength: 100, listSize: 200, tableSize: 0, ...parts };
}

const REQUEST = [
  field(':method', 'POST'),
  field(':scheme', 'http'),
  field(':path', '/a.B/C'),
  field(':authority', 'host'),
  field('content-type', 'application/grpc'),
  field('te', 'trailers'),
];

function isPlain(fields: readonly HeaderField[], parts: Partial<Headers> = {}): boolean {
  const headers = list(fields, parts);
  return isPlainRequest(headers, requestHead(headers));
}

describe('requests', () => {
  test('that of a call of gRPC is plain, with metadata of its own', () => {
    assert.equal(isPlain(REQUEST), true);
    assert.equal(isPlain([...REQUEST, field('x-tenant', 'a'), field('grpc-timeout', '1S')]), true);
  });

  for (const [name, value] of [
    ['x-request-id', 'a'],
    ['x-envoy-attempt-count', '1'],
    ['via', '2 a'],
    ['grpc-previous-rpc-attempts', '1'],
    ['grpc-encoding', 'gzip'],
    ['connection', 'close'],
  ] as const) {
    test(`with ${name} it is not`, () => assert.equal(isPlain([...REQUEST, field(name, value)]), false));
  }

  test('without te, with another type, long or incomplete it is not', () => {
    assert.equal(isPlain(REQUEST.slice(0, -1)), false);
    assert.equal(
      isPlain([...REQUEST.slice(0, 4), field('content-type', 'application/json'), REQUEST[5] as HeaderField]),
      false,
    );
    assert.equal(isPlain(REQUEST, { listSize: 5_000 }), false);
    assert.equal(isPlain(REQUEST, { incomplete: 'too long' }), false);
  });
});

describe('responses', () => {
  const head = (id: string, ...more: HeaderField[]) =>
    list([field(':status', '200'), field('content-type', 'application/grpc+proto'), field('x-sre-trace', id), ...more]);

  test('each has another list, and is like the one before', () => {
    const responses = new PlainResponses();
    assert.deepEqual(
      ['c1/1', 'c1/3'].map((id) => responses.isPlain(head(id))),
      [true, true],
    );
  });

  test('one with a field that says more is not plain, also behind one that was', () => {
    const responses = new PlainResponses();
    responses.isPlain(head('c1/1'));
    for (const [name, value] of [
      ['server', 'envoy'],
      ['grpc-status', '0'],
      ['grpc-encoding', 'gzip'],
      ['content-length', '5'],
      ['__proto__', 'x'],
      ['constructor', 'x'],
    ] as const) {
      assert.equal(responses.isPlain(head('c1/3', field(name, value))), false, name);
    }
    assert.equal(responses.isPlain(list([field(':status', '503'), ...head('c1/5').fields.slice(1)])), false);
  });
});

test('trailers are plain where they say OK and nothing else', () => {
  assert.equal(isPlainTrailers(list([field('grpc-status', '0')])), true);
  assert.equal(isPlainTrailers(list([field('grpc-status', '0'), field('grpc-message', 'OK')])), true);
  assert.equal(isPlainTrailers(list([field('grpc-status', '0'), field('x-a', 'b')])), false);
  assert.equal(isPlainTrailers(list([field('grpc-status', '00')])), false);
  assert.equal(isPlainTrailers(list([field('grpc-status', '5')])), false);
});
