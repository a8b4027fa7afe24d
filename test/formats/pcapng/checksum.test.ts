import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checksumOf, sumOfWords } from '../../../src/formats/pcapng/checksum.ts';

test('RFC 1071 §3: the example, in whatever byte order this machine has', () => {
  const bytes = Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7);
  const words = Uint16Array.of(checksumOf(sumOfWords(new Uint16Array(bytes.buffer))));
  // The sum there is ddf2.
  assert.deepEqual(new Uint8Array(words.buffer), Uint8Array.of(~0xdd & 0xff, ~0xf2 & 0xff));
});

test('carries of carries are added, too', () => {
  assert.equal(checksumOf(0xffff_ffff), 0);
  assert.equal(checksumOf(0), 0xffff);
  assert.equal(checksumOf(0x1_ffff), 0xfffe);
});
