/** grpc.health.v1: HealthCheckRequest and HealthCheckResponse as gRPC messages, https://github.com/grpc/grpc/blob/master/doc/health-checking.md */

import { PREFIX_BYTES } from '../../wire/grpc/message-prefix.ts';
import { walkProtobuf } from '../../wire/protobuf/walk.ts';

/** By their numbers. */
const SERVING_STATUSES = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

/** Field 1 of both messages, with the wire type LEN. */
const SERVICE_TAG = 0x0a;
const STATUS_FIELD = 1;

/** @param service "" for the server as a whole */
export function encodeCheckRequest(service: string): Buffer {
  const name = Buffer.from(service);
  const message = name.length === 0 ? name : Buffer.concat([Buffer.of(SERVICE_TAG, ...varint(name.length)), name]);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** @returns the name of the status, the number of one that has none, or undefined where this is no answer of Check */
export function decodeCheckResponse(body: Buffer): string | undefined {
  if (body.length < PREFIX_BYTES || body[0] !== 0) return undefined;
  const message = body.subarray(PREFIX_BYTES);
  if (body.readUInt32BE(1) !== message.length) return undefined;
  const fields = walkProtobuf(message, false);
  if (fields === undefined) return undefined;
  // proto3: absent is 0, and of several the last one counts.
  const field = fields.findLast(({ number }) => number === STATUS_FIELD);
  if (field !== undefined && field.varint === undefined) return undefined;
  const status = Number(field?.varint ?? 0);
  return SERVING_STATUSES[status] ?? String(status);
}

/** Protocol Buffers Encoding, Base 128 Varints. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}
