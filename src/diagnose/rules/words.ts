/** Numbers in the words of explanations. */

import { boundedText } from '../../bounded-text.ts';
import type { SentPing } from '../facts/pings.ts';

/** What is quoted of a peer's text: a line. */
const MAX_QUOTED = 120;

/** 0.35 ms, 12 ms, 1.5 s, 5 min */
export function milliseconds(value: number): string {
  if (value < 1) return `${round(value, 2)} ms`;
  if (value < 1_000) return `${Math.round(value)} ms`;
  if (value < 120_000) return `${round(value / 1_000, 1)} s`;
  return `${round(value / 60_000, 1)} min`;
}

/** 999 bytes, 64 KiB, 4.1 MiB */
export function bytes(value: number): string {
  if (value < 1024) return `${value} bytes`;
  if (value < 1024 * 1024) return `${round(value / 1024, 1)} KiB`;
  return `${round(value / (1024 * 1024), 1)} MiB`;
}

/** "1 stream", "2 streams". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** "the last ones 1 s, 1 s and 2 s apart" */
export function intervals(pings: readonly SentPing[]): string {
  const apart = pings.flatMap(({ sinceLastMs }) => (sinceLastMs === undefined ? [] : [milliseconds(sinceLastMs)]));
  return apart.length === 0 ? 'the only one' : `the last ones ${list(apart)} apart`;
}

/** "1, 2 and 3" */
export function list(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** "client", "server": a side within a sentence. */
export function side(from: 'CLIENT' | 'SERVER'): string {
  return from === 'CLIENT' ? 'client' : 'server';
}

/** What a peer wrote, for a sentence: a bounded line; "" where it is no text. */
export function quoted(text: string, max = MAX_QUOTED): string {
  const line = text
    .slice(0, 4 * max)
    .replace(/[^ -~]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return line === '' ? '' : `"${boundedText(line, max)}"`;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
