/** What can be wrong with a header block. A value, never thrown: what a peer sends is data to us. */

export type HpackErrorKind =
  /** An integer above 2^31-1, or with more octets than that needs. */
  | 'INTEGER_OVERFLOW'
  /** The block ends inside an integer or a string. */
  | 'TRUNCATED'
  /** Index 0, or an index beyond both tables. */
  | 'INVALID_INDEX'
  /** A Huffman-coded string that contains EOS or is padded wrongly. */
  | 'INVALID_HUFFMAN'
  /** A table size update after a field, or above the limit of the receiver's SETTINGS. */
  | 'INVALID_SIZE_UPDATE'
  /** The limit was lowered, and the block does not begin with the update that has to follow. */
  | 'MISSING_SIZE_UPDATE'
  /** Not the peer's fault: the table would be larger than we are ready to hold. */
  | 'TABLE_TOO_LARGE'
  /** Not the peer's fault: the block is longer than we are ready to decode. */
  | 'BLOCK_TOO_LONG'
  /** An earlier block could not be decoded, so the dynamic table is not known any more. */
  | 'DESYNCHRONISED';

export interface HpackError {
  readonly kind: HpackErrorKind;
  /** What came, and what was expected. */
  readonly reason: string;
  /** For example "RFC 7541 §6.1". */
  readonly spec: string;
  /** Where in the block the representation, integer or string that is wrong begins, in octets. */
  readonly offset: number;
}
