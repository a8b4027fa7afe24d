import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { pseudoRandomBytes, pseudoRandomChunks } from '../../../src/servers/http/pseudo-random.ts';

suite('pseudo-random bytes', () => {
  const whole = pseudoRandomBytes({ seed: 7, from: 0, length: 1_000 });

  test('any part is what it is in the whole', () => {
    for (let from = 0; from < 20; from++) {
      for (let length = 0; length < 20; length++) {
        assert.deepEqual(pseudoRandomBytes({ seed: 7, from, length }), whole.subarray(from, from + length));
      }
    }
  });

  test('chunks of any size are the whole', () => {
    for (const chunkBytes of [1, 7, 64, 999, 1_000, 5_000]) {
      const chunks = [...pseudoRandomChunks({ seed: 7, from: 0, length: 1_000 }, chunkBytes)];
      assert.deepEqual(Buffer.concat(chunks), whole);
      assert.equal(chunks.length, Math.ceil(1_000 / chunkBytes));
    }
  });

  test('another seed gives other bytes', () => {
    for (const seed of [0, 1, 8, 0xffff_ffff]) {
      assert.notDeepEqual(pseudoRandomBytes({ seed, from: 0, length: 16 }), whole.subarray(0, 16));
    }
  });

  test('cannot be compressed', () => {
    const bytes = pseudoRandomBytes({ seed: 0, from: 0, length: 100_000 });
    assert.ok(gzipSync(bytes).length > 100_000);
  });
});
