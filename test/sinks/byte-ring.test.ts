import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ByteRing } from '../../src/sinks/byte-ring.ts';
import { seededRandom } from '../support/seeded-random.ts';

function filled(length: number, value: number): Uint8Array {
  return new Uint8Array(length).fill(value);
}

describe('ByteRing', () => {
  test('gives back a copy of what was put in, short or long', () => {
    const ring = new ByteRing(1000);
    for (const length of [0, 1, 64, 65, 300]) {
      const position = ring.add(filled(length, length));
      assert.deepEqual(ring.copy(position, length), filled(length, length));
    }
  });

  test('a copy stays as it is when its memory is used again', () => {
    const ring = new ByteRing(10);
    const position = ring.add(filled(10, 1));
    const copy = ring.copy(position, 10);
    ring.release(position, 10);
    ring.add(filled(10, 2));
    assert.deepEqual(copy, filled(10, 1));
  });

  test('takes as much as it has memory for', () => {
    const ring = new ByteRing(10);
    assert.deepEqual([ring.fits(10), ring.fits(11)], [true, false]);
    ring.add(filled(6, 1));
    assert.deepEqual([ring.fits(4), ring.fits(5)], [true, false]);
  });

  test('no piece is in two places: one that the end is too short for goes to the start, when that is free', () => {
    const ring = new ByteRing(10);
    const first = ring.add(filled(4, 1));
    const second = ring.add(filled(4, 2));
    assert.equal(ring.fits(3), false);
    ring.release(first, 4);
    assert.deepEqual([ring.fits(4), ring.fits(5)], [true, false]);
    const third = ring.add(filled(4, 3));
    assert.deepEqual([ring.copy(second, 4), ring.copy(third, 4)], [filled(4, 2), filled(4, 3)]);
  });

  test('when all has been released, all of it is free for one piece', () => {
    const ring = new ByteRing(10);
    ring.release(ring.add(filled(7, 1)), 7);
    assert.equal(ring.fits(10), true);
  });

  test('whatever comes and goes, what is held is as it was put in', () => {
    const random = seededRandom(7);
    const ring = new ByteRing(257);
    const held: { readonly position: number; readonly bytes: Uint8Array }[] = [];
    let added = 0;
    for (let n = 0; n < 5000; n++) {
      const bytes = filled(random.between(1, 100), n & 0xff);
      while (!ring.fits(bytes.length)) {
        const oldest = held.shift();
        assert.ok(oldest, 'an empty ring has room');
        ring.release(oldest.position, oldest.bytes.length);
      }
      held.push({ position: ring.add(bytes), bytes });
      added++;
      for (const one of held) assert.deepEqual(ring.copy(one.position, one.bytes.length), one.bytes);
    }
    assert.equal(added, 5000);
  });
});
