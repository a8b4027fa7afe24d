/** The longest gRPC message that a side of a stream has begun, where that is a long one. */
export interface LongMessage {
  /** As its prefix says. */
  readonly length: number;
  /** Of the DATA frame with its prefix. */
  readonly seq: number;
  /** Microseconds since the Unix epoch. */
  readonly time: number;
}
