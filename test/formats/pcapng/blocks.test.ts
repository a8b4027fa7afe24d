import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  enhancedPacket,
  interfaceDescription,
  interfaceStatistics,
  sectionHeader,
} from '../../../src/formats/pcapng/blocks.ts';

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** White space is for the reader. */
function digits(...hex: readonly string[]): string {
  return hex.join('').replaceAll(' ', '');
}

test('draft-ietf-opsawg-pcapng §4.1: Section Header Block', () => {
  assert.equal(
    hexOf(sectionHeader('abcde')),
    digits(
      '0a0d0d0a 2c000000 4d3c2b1a 0100 0000 ffffffffffffffff',
      // shb_userappl, padded, and the end of options
      '0400 0500 6162636465 000000 0000 0000',
      '2c000000',
    ),
  );
});

test('§4.2: Interface Description Block: raw IP, no snap length, microseconds', () => {
  assert.equal(
    hexOf(interfaceDescription('lo')),
    digits('01000000 28000000 6500 0000 00000000', '0200 0200 6c6f 0000 0900 0100 06 000000 0000 0000', '28000000'),
  );
});

test('§4.3: Enhanced Packet Block: time in two halves, both lengths, padding', () => {
  const time = 0x0006_0a24_1234_5678;
  assert.equal(
    hexOf(enhancedPacket(time, Uint8Array.of(1, 2, 3, 4, 5), [])),
    digits('06000000 28000000 00000000 240a0600 78563412 05000000 05000000', '0102030405 000000', '28000000'),
  );
});

test('§3.5: comments of a packet, in UTF-8, each an option', () => {
  const block = hexOf(enhancedPacket(0, Uint8Array.of(1, 2, 3, 4), ['é', 'b']));
  assert.equal(block.slice(64, -8), digits('0100 0200 c3a9 0000 0100 0100 62 000000 0000 0000'));
});

test('§4.6: Interface Statistics Block: packets received, those dropped among them', () => {
  assert.equal(
    hexOf(interfaceStatistics(1, 258, 2)),
    digits(
      '05000000 34000000 00000000 00000000 01000000',
      '0400 0800 0201000000000000 0500 0800 0200000000000000 0000 0000',
      '34000000',
    ),
  );
});
