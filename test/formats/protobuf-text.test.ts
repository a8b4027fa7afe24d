import assert from 'node:assert/strict';
import { test } from 'node:test';
import { protobufText } from '../../src/formats/protobuf-text.ts';
import { bytes } from '../support/events.ts';

test('every wire type has its own look', () => {
  const text = protobufText([
    { number: 1, wireType: 'LEN', text: 'say "hi"' },
    { number: 2, wireType: 'VARINT', varint: 2n ** 64n - 1n },
    { number: 3, wireType: 'I64', i64: 9n },
    { number: 4, wireType: 'I32', i32: 7 },
    { number: 5, wireType: 'LEN', message: [{ number: 1, wireType: 'VARINT', varint: 1n }] },
    { number: 6, wireType: 'GROUP', message: [] },
    { number: 7, wireType: 'LEN', bytes: bytes('\0\xff') },
  ]);
  assert.equal(text, '1:"say \\"hi\\"" 2:18446744073709551615 3:9i64 4:7i32 5:{1:1} 6:!{} 7:`00ff`');
});

test('text of a peer is escaped', () => {
  const text = protobufText([{ number: 1, wireType: 'LEN', text: '\x1b[2J\u009b\u202e' }]);
  assert.equal(text, '1:"\\u001b[2J\\u009b\\u202e"');
});
