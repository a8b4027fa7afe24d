import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Octets } from '../../../src/wire/tls/octets.ts';
import { hex } from '../../support/frames.ts';

test('RFC 8446 §3.3: numbers are big-endian, of any length', () => {
  const octets = new Octets(hex('01 0203 040506'));
  assert.deepEqual([octets.number(1), octets.number(2), octets.number(3)], [1, 0x0203, 0x040506]);
  assert.equal(octets.isAtEnd, true);
});

test('RFC 8446 §3.4: a vector is its length and its content', () => {
  const octets = new Octets(hex('02 aabb 0001 cc'));
  assert.deepEqual([octets.vector(1), octets.vector(2), octets.isAtEnd], [hex('aabb'), hex('cc'), true]);
});

test('what is not there is undefined, and what was there is still', () => {
  const octets = new Octets(hex('01 02'));
  assert.deepEqual([octets.number(3), octets.bytes(3)], [undefined, undefined]);
  assert.deepEqual([octets.bytes(2), octets.number(1), octets.vector(1)], [hex('01 02'), undefined, undefined]);
  assert.equal(new Octets(hex('05 01')).vector(1), undefined);
});
