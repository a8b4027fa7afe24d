import assert from 'node:assert/strict';
import { test } from 'node:test';
import hpackJs from 'hpack.js';
import { CODE_LENGTHS, CODES, EOS, SYMBOL_COUNT } from '../../../src/wire/hpack/huffman-code.ts';

test('RFC 7541 Appendix B: the codes are those that hpack.js has', () => {
  const ours = Array.from({ length: SYMBOL_COUNT }, (_, symbol) => [CODE_LENGTHS[symbol], CODES[symbol]]);
  assert.deepEqual(ours, hpackJs.huffman.encode);
});

test('RFC 7541 Appendix B: the first, an escaped and the last symbol, as printed there', () => {
  assert.deepEqual([CODE_LENGTHS[0x30], CODES[0x30]], [5, 0x0]);
  assert.deepEqual([CODE_LENGTHS[0x5c], CODES[0x5c]], [19, 0x7fff0]);
  assert.deepEqual([CODE_LENGTHS[EOS], CODES[EOS]], [30, 0x3fffffff]);
});

test('the code is complete: every sequence of bits leads to a symbol', () => {
  let share = 0;
  for (let symbol = 0; symbol < SYMBOL_COUNT; symbol++) share += 2 ** -(CODE_LENGTHS[symbol] ?? 0);
  assert.equal(share, 1);
});
