import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64 } from '../../src/formats/base64.ts';

test('RFC 4648 §10: the test vectors', () => {
  const vectors = [
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ];
  for (const [plain = '', encoded] of vectors) assert.equal(base64(new TextEncoder().encode(plain)), encoded);
});

test('every byte in every place, as Node encodes it', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (let length = 0; length <= all.length; length++) {
    const bytes = all.subarray(all.length - length);
    assert.equal(base64(bytes), Buffer.from(bytes).toString('base64'));
  }
});
