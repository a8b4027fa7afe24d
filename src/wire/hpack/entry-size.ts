/**
 * An estimate of what an entry costs beside its octets, RFC 7541 §4.1. Header lists are measured the same way,
 * RFC 9113 §6.5.2, which is what keeps a list of many empty fields from being free.
 */
export const ENTRY_OVERHEAD = 32;

/** Size of a table entry, or of one field of a header list, in octets. Names and values have one character per octet. */
export function entrySize(name: string, value: string): number {
  return name.length + value.length + ENTRY_OVERHEAD;
}
