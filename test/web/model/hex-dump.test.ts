import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexDump } from '../../../src/web/model/hex-dump.ts';
import { bytes } from '../../support/events.ts';

test('a hex dump is that of hexdump -C', () => {
  assert.equal(
    hexDump(bytes('\0\0\0\0\x07\n\x05hello<b>\x7f\xff!')),
    [
      '00000000  00 00 00 00 07 0a 05 68  65 6c 6c 6f 3c 62 3e 7f  |.......hello<b>.|',
      '00000010  ff 21                                             |.!|',
    ].join('\n'),
  );
});

test('all lines up to a whole one are as long', () => {
  for (let size = 1; size <= 16; size++) {
    const line = hexDump(new Uint8Array(size).fill(0x41));
    assert.equal(line.indexOf('|'), 60);
    assert.ok(line.endsWith(`|${'A'.repeat(size)}|`));
  }
});

test('no bytes, no lines; and no more of them than are asked for', () => {
  assert.equal(hexDump(new Uint8Array()), '');
  assert.equal(hexDump(new Uint8Array(100), 17).split('\n').length, 2);
  assert.match(hexDump(new Uint8Array(100), 17), /\n00000010 {2}00 +\|\.\|$/);
});

test('a view of other bytes is dumped from its own begin', () => {
  assert.match(hexDump(bytes('abcdef').subarray(2, 4)), /^00000000 {2}63 64 .*\|cd\|$/);
});
