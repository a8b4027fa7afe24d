import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { shownValue, trailersMessage } from '../../../src/servers/grpc-web/trailers.ts';

suite('trailers of gRPC-Web', () => {
  test('PROTOCOL-WEB, Message framing: the flag, the length, and lines without the empty one at the end', () => {
    const message = trailersMessage({ 'grpc-status': 5, 'X-Many': ['a', 'b'], none: undefined });
    assert.deepEqual([...message.subarray(0, 5)], [0x80, 0, 0, 0, message.length - 5]);
    assert.equal(message.subarray(5).toString(), 'grpc-status: 5\r\nx-many: a\r\nx-many: b\r\n');
  });

  test('no trailers are an empty message', () => {
    assert.deepEqual([...trailersMessage({})], [0x80, 0, 0, 0, 0]);
  });

  test('PROTOCOL-HTTP2, Status-Message: what cannot be in a header field is percent-encoded, and only that', () => {
    assert.equal(shownValue('grpc-message', 'a%20b /ö\r\n'), 'a%20b /%C3%B6%0D%0A');
    assert.equal(shownValue('grpc-message', '\ud800'), '%EF%BF%BD');
    assert.equal(shownValue('x-other', 'ö'), 'ö');
  });
});
