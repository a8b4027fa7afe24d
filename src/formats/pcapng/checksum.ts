/** The checksum of IP and TCP, RFC 1071: the ones' complement of the ones' complement sum of 16-bit words. */

/**
 * In the byte order of the machine, as the words are summed: the sum does not depend on it (RFC 1071 §2 (B)) as long as it is stored
 * in the same order, and machines add their own words several times faster.
 */
export function sumOfWords(words: Uint16Array): number {
  let sum = 0;
  // At most 2^16 words of 16 bits in a packet: no number gets near 2^53, and the carries can wait.
  for (let at = 0; at < words.length; at++) sum += words[at] as number;
  return sum;
}

/** @param sum of one or several calls of `sumOfWords` */
export function checksumOf(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}
