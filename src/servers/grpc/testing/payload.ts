import type { Payload } from '../../../gen/grpc/testing/Payload.ts';

/**
 * The message around it is then a little longer than the 4 MiB that gRPC clients take by default: what a client says of a
 * message that is too long can be seen, and a slip does not fill our memory.
 */
export const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024;

const ZEROS = Buffer.alloc(MAX_PAYLOAD_BYTES);

/** Zeros, as the interop clients expect; not copied until they are sent. */
export function payloadOf(size: number): Payload {
  return { type: 'COMPRESSABLE', body: ZEROS.subarray(0, size) };
}
