import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchPreface, PREFACE } from '../../../src/wire/http2/preface.ts';
import { hex, join, toBytes } from '../../support/frames.ts';

test('§3.4: the preface is the 24 octets that the RFC prints in hex', () => {
  assert.deepEqual(PREFACE, hex('505249202a20485454502f322e300d0a0d0a534d0d0a0d0a'));
  assert.deepEqual(PREFACE, toBytes('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'));
});

test('§3.4: every beginning of the preface is partial, the whole a match', () => {
  for (let length = 0; length < 24; length++) assert.equal(matchPreface(PREFACE.subarray(0, length)), 'partial');
  assert.equal(matchPreface(PREFACE), 'match');
});

test('§3.4: what follows the preface does not matter', () => {
  assert.equal(matchPreface(join(PREFACE, hex('ff'))), 'match');
});

test('§3.4: one other byte anywhere is a mismatch', () => {
  for (let at = 0; at < 24; at++) {
    const other = Uint8Array.from(PREFACE);
    other[at] = 0;
    assert.equal(matchPreface(other), 'mismatch');
    assert.equal(matchPreface(other.subarray(0, at + 1)), 'mismatch');
  }
});

test('HTTP/1.1 and TLS are told from their first bytes', () => {
  assert.equal(matchPreface(toBytes('POST / HTTP/1.1')), 'mismatch');
  assert.equal(matchPreface(hex('160301')), 'mismatch');
});
