/** Bytes as `hexdump -C` shows them: offset, sixteen bytes, and what of them is ASCII. */

import { hex, uintHex } from '../../formats/hex.ts';

const BYTES_A_LINE = 16;

/** Three characters a byte, and a blank between the two halves. */
const HEX_COLUMNS = BYTES_A_LINE * 3;

/** @param maxBytes lines for so many; the rest is the caller's to tell */
export function hexDump(bytes: Uint8Array, maxBytes: number = bytes.length): string {
  const lines: string[] = [];
  const end = Math.min(bytes.length, maxBytes);
  for (let at = 0; at < end; at += BYTES_A_LINE)
    lines.push(line(bytes.subarray(at, Math.min(at + BYTES_A_LINE, end)), at));
  return lines.join('\n');
}

function line(bytes: Uint8Array, at: number): string {
  const pairs = Array.from(bytes, (_, n) => hex(bytes.subarray(n, n + 1)));
  const half = BYTES_A_LINE / 2;
  const columns = `${pairs
    .slice(0, half)
    .join(' ')
    .padEnd(half * 3)} ${pairs.slice(half).join(' ')}`;
  return `${uintHex(at, 4)}  ${columns.padEnd(HEX_COLUMNS)}  |${ascii(bytes)}|`;
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.map((byte) => (byte >= 0x20 && byte <= 0x7e ? byte : 0x2e)));
}
