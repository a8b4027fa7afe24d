/** Huffman coding of strings, RFC 7541 §5.2. */

import { CODE_LENGTHS, CODES } from './huffman-code.ts';
import type { OctetWriter } from './octet-writer.ts';

/** How many octets writeHuffman() writes for `text`, which has one character per octet. */
export function huffmanLength(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at++) bits += CODE_LENGTHS[text.charCodeAt(at)] as number;
  return Math.ceil(bits / 8);
}

/** Writes the code of `text`, which has one character per octet, and pads it with ones, the first bits of EOS. */
export function writeHuffman(writer: OctetWriter, text: string): void {
  // The lowest `pendingBits` (0 to 7) of `pending` are not written yet; bits above them are, and fall out on the left.
  let pending = 0;
  let pendingBits = 0;
  for (let at = 0; at < text.length; at++) {
    const symbol = text.charCodeAt(at);
    const code = CODES[symbol] as number;
    // Octet by octet of the code, since 30 bits and 7 pending ones do not fit the bitwise operators.
    for (let left = CODE_LENGTHS[symbol] as number; left > 0; ) {
      const taken = Math.min(left, 8);
      left -= taken;
      pending = (pending << taken) | ((code >>> left) & (0xff >> (8 - taken)));
      pendingBits += taken;
      if (pendingBits >= 8) {
        pendingBits -= 8;
        writer.octet(pending >>> pendingBits);
      }
    }
  }
  if (pendingBits > 0) writer.octet((pending << (8 - pendingBits)) | (0xff >> pendingBits));
}
