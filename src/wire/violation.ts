/** A rule of the protocol that a peer broke. A value, never thrown: what a peer sends is data to us. */
export interface Violation {
  /** The HTTP/2 error code that an endpoint would answer with, RFC 9113 §7. */
  readonly errorCode: number;
  /** RFC 9113 §5.4: does it end the connection or only the stream? */
  readonly scope: 'CONNECTION' | 'STREAM';
  /** What came, and what was expected. */
  readonly reason: string;
  /** For example "RFC 9113 §6.5". */
  readonly spec: string;
}
