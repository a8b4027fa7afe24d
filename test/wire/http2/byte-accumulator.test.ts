import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteAccumulator } from '../../../src/wire/http2/byte-accumulator.ts';
import { hex } from '../../support/frames.ts';

test('pieces become one, in their order', () => {
  const accumulator = new ByteAccumulator(100);
  accumulator.append(hex('00112233'), 1, 2);
  accumulator.append(hex(''), 0, 0);
  accumulator.append(hex('44'), 0, 1);
  assert.equal(accumulator.length, 3);
  assert.deepEqual(accumulator.view(), hex('112244'));
});

test('memory is taken for what came, not for the limit', () => {
  const accumulator = new ByteAccumulator(16_000_000);
  accumulator.append(new Uint8Array(10), 0, 10);
  assert.ok(accumulator.view().buffer.byteLength <= 256);
  accumulator.append(new Uint8Array(1000), 0, 1000);
  assert.ok(accumulator.view().buffer.byteLength <= 2020);
});

test('the limit bounds the doubling', () => {
  const accumulator = new ByteAccumulator(300);
  for (let i = 0; i < 300; i++) accumulator.append(Uint8Array.of(i), 0, 1);
  assert.equal(accumulator.view().buffer.byteLength, 300);
  assert.equal(accumulator.view()[299], 299 - 256);
});
