import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concatBytes, viewOf } from '../../../src/wire/http2/byte-slices.ts';
import { hex } from '../../support/frames.ts';

test('a view shares memory, and is a plain array also of a Buffer', () => {
  const buffer = Buffer.from('00112233', 'hex').subarray(1);
  const view = viewOf(buffer, 1, 2);
  assert.deepEqual(view, hex('2233'));
  assert.equal(Object.getPrototypeOf(view), Uint8Array.prototype);
  buffer[1] = 0xff;
  assert.deepEqual(view, hex('ff33'));
});

test('an empty view keeps no chunk alive', () => {
  assert.equal(viewOf(new Uint8Array(10), 3, 0).buffer.byteLength, 0);
});

test('parts are joined in their order', () => {
  assert.deepEqual(concatBytes([hex('00'), hex(''), hex('1122')]), hex('001122'));
  assert.deepEqual(concatBytes([]), hex(''));
});
