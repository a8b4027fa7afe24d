import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { ECHO_SERVICE, loadProtos, serviceOf } from '../../../src/servers/grpc/protos.ts';
import { messageBytesOf, PrefixReader, withMessageBytes } from '../../../src/servers/grpc/received-messages.ts';

function prefixed(length: number, compressed: boolean): Buffer {
  const bytes = Buffer.alloc(5 + length, 0xff);
  bytes.writeUInt8(compressed ? 1 : 0, 0);
  bytes.writeUInt32BE(length, 1);
  return bytes;
}

const BYTES = Buffer.concat([prefixed(3, true), prefixed(0, false), prefixed(300, false)]);
const EXPECTED = [
  { compressed: true, wireBytes: 3 },
  { compressed: false, wireBytes: 0 },
  { compressed: false, wireBytes: 300 },
];

function read(chunks: readonly Buffer[]): unknown[] {
  const reader = new PrefixReader();
  for (const chunk of chunks) reader.push(chunk);
  const prefixes: unknown[] = [];
  for (let next = reader.next(); next !== undefined; next = reader.next()) prefixes.push(next);
  return prefixes;
}

suite('the prefixes of messages', () => {
  test('are read whole, byte by byte, and split at every offset', () => {
    assert.deepEqual(read([BYTES]), EXPECTED);
    assert.deepEqual(read(Array.from(BYTES, (byte) => Buffer.from([byte]))), EXPECTED);
    for (let at = 0; at <= BYTES.length; at++) {
      assert.deepEqual(read([BYTES.subarray(0, at), BYTES.subarray(at)]), EXPECTED, `split at ${at}`);
    }
  });

  test('are there with the first bytes of their message', () => {
    assert.deepEqual(read([BYTES.subarray(0, 5)]), EXPECTED.slice(0, 1));
    assert.deepEqual(read([BYTES.subarray(0, 4)]), []);
  });

  test('that nobody takes are not held for ever', () => {
    const empty = prefixed(0, false);
    assert.equal(read([Buffer.concat(Array(4_096).fill(empty))]).length, 4_096);
    assert.equal(read([Buffer.concat(Array(4_097).fill(empty)), empty]).length, 0);
  });
});

suite('the length of a request', () => {
  const service = serviceOf(loadProtos(), ECHO_SERVICE);

  test('is that of its bytes, for every method, and nothing else of the request changes', () => {
    for (const [name, method] of Object.entries(withMessageBytes(service))) {
      const bytes = method.requestSerialize({ message: 'grüß' });
      const request = method.requestDeserialize(bytes);
      assert.equal(messageBytesOf(request), bytes.length, name);
      assert.deepEqual({ ...request, ...service[name]?.requestDeserialize(bytes) }, request);
    }
  });

  test('is not known of other objects', () => {
    assert.equal(messageBytesOf({}), undefined);
  });
});
