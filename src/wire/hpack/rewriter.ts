/**
 * A header block that was decoded, written again: field by field with the representation and the index that it had. That is the block
 * as it was sent, but for two things that a decoded list does not tell: which strings were Huffman-coded, and size updates.
 */

import type { HeaderField } from './header-field.ts';
import { OctetWriter } from './octet-writer.ts';
import { assertOctets, type HuffmanUse, writeIndexed, writeLiteral, writeSizeUpdate } from './representation-writer.ts';

/**
 * Knows no tables: whether the indexes still mean the same there is for the caller to check.
 * @param sizeUpdates table sizes that the block begins with, in octets, RFC 7541 §4.2
 */
export function rewriteBlock(
  fields: readonly HeaderField[],
  sizeUpdates: readonly number[],
  huffman: HuffmanUse,
): Uint8Array {
  const writer = new OctetWriter();
  for (const size of sizeUpdates) writeSizeUpdate(writer, size);
  for (const { name, value, representation, index } of fields) {
    assertOctets(name);
    assertOctets(value);
    if (representation === 'INDEXED') writeIndexed(writer, index);
    else writeLiteral(writer, representation, index, name, value, huffman);
  }
  return writer.written();
}
