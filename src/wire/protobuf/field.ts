/** A field of a protobuf message as the wire tells it, without its schema. */

export type ProtobufWireType = 'VARINT' | 'I64' | 'LEN' | 'GROUP' | 'I32';

/** Exactly one of the value properties is there. Numbers are unsigned: the wire does not tell signs, nor floats. */
export interface ProtobufField {
  /** 1 to 2^29 - 1. */
  readonly number: number;
  readonly wireType: ProtobufWireType;
  readonly varint?: bigint;
  readonly i64?: bigint;
  readonly i32?: number;
  /** A LEN field that is printable UTF-8. */
  readonly text?: string;
  /** A LEN field or a GROUP that reads as a message. */
  readonly message?: readonly ProtobufField[];
  /** Any other LEN field: a view of the bytes that were walked. */
  readonly bytes?: Uint8Array;
}
