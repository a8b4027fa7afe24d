/** Values that occur nowhere by chance, and the forms in which a secret would still be readable. */

import { randomBytes } from 'node:crypto';

import { HpackEncoder } from '../../../src/wire/hpack/encoder.ts';

export interface Canaries {
  /** The value for this place: another one for each name, the same one for the same name. Lower-case letters and digits. */
  of(place: string): string;
  readonly all: ReadonlyMap<string, string>;
}

/** Each half is looked for by itself, so that what was cut is found as well. Of its Huffman code eight whole bytes are left. */
const HALF = 16;

export function createCanaries(): Canaries {
  const all = new Map<string, string>();
  return {
    all,
    of(place) {
      const known = all.get(place) ?? randomText(2 * HALF);
      all.set(place, known);
      return known;
    },
  };
}

/** 32 letters and digits: each byte gives one without a bias. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

export interface Needle {
  readonly place: string;
  readonly form: string;
  readonly bytes: Buffer;
}

export function needlesOf(canaries: Canaries): readonly Needle[] {
  return [...canaries.all].flatMap(([place, value]) =>
    [value.slice(0, HALF), value.slice(HALF)].flatMap((half) =>
      Object.entries(formsOf(half)).map(([form, bytes]) => ({ place, form, bytes })),
    ),
  );
}

/** By name. Bytes that depend on what is before or behind the text are left out: the rest is the same wherever it stands. */
export function formsOf(text: string): Readonly<Record<string, Buffer>> {
  const hex = Buffer.from(text).toString('hex');
  const percent = hex.replace(/../g, '%$&');
  const written = { plain: text, upper: text.toUpperCase(), hex, HEX: hex.toUpperCase(), percent };
  const forms = { ...written, PERCENT: percent.toUpperCase(), ...base64Forms(text) };
  const bytes = Object.entries(forms).map(([form, ascii]) => [form, Buffer.from(ascii)]);
  return { ...Object.fromEntries(bytes), ...huffmanForms(text) };
}

const SHIFTS = [0, 1, 2] as const;

function base64Forms(text: string): Readonly<Record<string, string>> {
  const forms: Record<string, string> = {};
  for (const shift of SHIFTS) {
    const base64 = inBase64(text, shift, 'base64');
    forms[`base64 ${shift}`] = base64;
    forms[`base64url ${shift}`] = inBase64(text, shift, 'base64url');
    // Binary metadata and Basic credentials in bytes of which JSON is made, or in the text form of gRPC-Web.
    for (const again of SHIFTS) forms[`base64 ${again} of base64 ${shift}`] = inBase64(base64, again, 'base64');
  }
  return forms;
}

function huffmanForms(text: string): Readonly<Record<string, Buffer>> {
  const forms: Record<string, Buffer> = {};
  const add = (name: string, coded: string) => {
    const bits = huffmanBits(coded);
    for (let shift = 0; shift < 8; shift++) forms[`Huffman ${shift} of ${name}`] = wholeBytes(bits, shift);
  };
  add('text', text);
  for (const shift of SHIFTS) add(`base64 ${shift}`, inBase64(text, shift, 'base64'));
  return forms;
}

/** RFC 4648 §4: three bytes are four characters. @param shift bytes before the text in its group */
function inBase64(text: string, shift: number, alphabet: 'base64' | 'base64url'): string {
  const encoded = Buffer.from(`${'\0'.repeat(shift)}${text}`)
    .toString(alphabet)
    .replace(/=+$/, '');
  const isWhole = (shift + text.length) % 3 === 0;
  return encoded.slice(shift === 0 ? 0 : shift + 1, isWhole ? undefined : -1);
}

/** @param shift bits of the first byte that belong to the character before */
function wholeBytes(bits: string, shift: number): Buffer {
  const whole = bits.slice((8 - shift) % 8).match(/.{8}/g) ?? [];
  return Buffer.from(whole.map((byte) => Number.parseInt(byte, 2)));
}

/** RFC 7541 §5.2, as our encoder writes it, without the ones at the end that fill the last byte. */
function huffmanBits(text: string): string {
  const block = new HpackEncoder({ huffman: 'ALWAYS' }).encode([{ name: 'a', value: text, representation: 'LITERAL' }]);
  // A literal with a new name, RFC 7541 §6.2.2: its first byte, the name (two bytes), and the length of the value.
  const coded = Array.from(block.subarray(4), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return coded.replace(/1{0,7}$/, '');
}

export interface Found {
  readonly place: string;
  readonly form: string;
  /** What is around it. */
  readonly context: string;
}

/** Needles are found by their first bytes: there are thousands, and outputs are long. */
const KEY_BYTES = 4;
const CONTEXT_BYTES = 120;

/** @returns the needles that are in `output`: of each place and form the first one */
export function findNeedles(output: Buffer, needles: readonly Needle[]): readonly Found[] {
  const byKey = new Map<number, Needle[]>();
  for (const needle of needles) {
    const key = needle.bytes.readUInt32BE(0);
    byKey.set(key, [...(byKey.get(key) ?? []), needle]);
  }
  const found = new Map<string, Found>();
  for (let at = 0; at + KEY_BYTES <= output.length; at++) {
    const candidates = byKey.get(output.readUInt32BE(at));
    if (candidates === undefined) continue;
    for (const { place, form, bytes } of candidates) {
      if (!output.subarray(at, at + bytes.length).equals(bytes) || found.has(`${place} ${form}`)) continue;
      const context = output.toString('latin1', Math.max(0, at - CONTEXT_BYTES), at + CONTEXT_BYTES);
      found.set(`${place} ${form}`, { place, form, context });
    }
  }
  return [...found.values()];
}
