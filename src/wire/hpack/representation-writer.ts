/** What a header block is made of, written: RFC 7541 §5 and §6. Which of them a field gets is for the caller to say. */

import type { Representation } from './header-field.ts';
import { huffmanLength, writeHuffman } from './huffman-encode.ts';
import { writeInteger } from './integer.ts';
import type { OctetWriter } from './octet-writer.ts';

/** When strings are Huffman-coded: where that is shorter, or in any case. */
export type HuffmanUse = 'SHORTER' | 'ALWAYS' | 'NEVER';

export type Literal = Exclude<Representation, 'INDEXED'>;

/** RFC 7541 §6.2: the first bits, and how many are left for the index of the name. */
const LITERAL_PATTERNS: Readonly<Record<Literal, { readonly bits: number; readonly prefixBits: number }>> = {
  LITERAL_INDEXED: { bits: 0x40, prefixBits: 6 },
  LITERAL: { bits: 0x00, prefixBits: 4 },
  NEVER_INDEXED: { bits: 0x10, prefixBits: 4 },
};

/** RFC 7541 §6.1 */
export function writeIndexed(writer: OctetWriter, index: number): void {
  writeInteger(writer, 0x80, 7, index);
}

/** RFC 7541 §6.2. @param nameIndex 0: the name is written, too */
export function writeLiteral(
  writer: OctetWriter,
  representation: Literal,
  nameIndex: number,
  name: string,
  value: string,
  huffman: HuffmanUse,
): void {
  const { bits, prefixBits } = LITERAL_PATTERNS[representation];
  writeInteger(writer, bits, prefixBits, nameIndex);
  if (nameIndex === 0) writeString(writer, name, huffman);
  writeString(writer, value, huffman);
}

/** RFC 7541 §6.3. @param size in octets */
export function writeSizeUpdate(writer: OctetWriter, size: number): void {
  writeInteger(writer, 0x20, 5, size);
}

/** RFC 7541 §5.2 */
function writeString(writer: OctetWriter, text: string, huffman: HuffmanUse): void {
  const coded = huffman === 'NEVER' ? text.length : huffmanLength(text);
  if (huffman === 'ALWAYS' || coded < text.length) {
    writeInteger(writer, 0x80, 7, coded);
    writeHuffman(writer, text);
  } else {
    writeInteger(writer, 0x00, 7, text.length);
    for (let at = 0; at < text.length; at++) writer.octet(text.charCodeAt(at));
  }
}

/** Before anything is written: a block that fails half way would leave the table out of step. */
export function assertOctets(text: string): void {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0xff) throw new RangeError(`character ${at} of ${JSON.stringify(text)} is not an octet`);
  }
}
