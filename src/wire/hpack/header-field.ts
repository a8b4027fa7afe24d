/** A header field as HPACK carried it. Names and values have one character per byte (ISO-8859-1), so they stay byte-exact. */

/** RFC 7541 §6.1, §6.2.1, §6.2.2, §6.2.3. */
export type Representation = 'INDEXED' | 'LITERAL_INDEXED' | 'LITERAL' | 'NEVER_INDEXED';

export interface HeaderField {
  readonly name: string;
  readonly value: string;
  readonly representation: Representation;
  /** The index of the field (INDEXED) or of its name; 0 where the name was sent as a literal. */
  readonly index: number;
}
