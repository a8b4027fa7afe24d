/** What a request to TestService may not ask for. Each refusal says what came and what was expected; undefined: none. */

import { status } from '@grpc/grpc-js';

import type { BoolValue__Output as BoolValue } from '../../../gen/grpc/testing/BoolValue.ts';
import type { EchoStatus__Output as EchoStatus } from '../../../gen/grpc/testing/EchoStatus.ts';
import type { ReplyCompression } from '../response-compression.ts';
import { MAX_PAYLOAD_BYTES } from './payload.ts';

/** Of the names of gRPC, https://github.com/grpc/grpc/blob/master/doc/statuscodes.md. */
const MAX_STATUS_CODE = status.UNAUTHENTICATED;

/**
 * In UTF-8; on the wire three times as much where it is percent-encoded. nghttp2 sends no header list of more than 64 KiB, and
 * most clients take 8 or 16 KiB.
 */
const MAX_STATUS_MESSAGE_BYTES = 16 * 1024;

export interface CallStatus {
  readonly code: status;
  readonly details: string;
}

type Refusal = string | undefined;

export function firstRefusal(...refusals: readonly Refusal[]): Refusal {
  return refusals.find((refusal) => refusal !== undefined);
}

export function invalid(details: string): CallStatus {
  return { code: status.INVALID_ARGUMENT, details };
}

/** @param field as the .proto file calls it */
export function sizeRefusal(field: string, size: number): Refusal {
  if (size >= 0 && size <= MAX_PAYLOAD_BYTES) return undefined;
  return `${field} ${size}: expected 0 to ${MAX_PAYLOAD_BYTES}`;
}

/** A value that the enum has no name for stays a number. */
export function responseTypeRefusal(type: string | number): Refusal {
  return type === 'COMPRESSABLE' ? undefined : `response_type ${type}: expected COMPRESSABLE (0)`;
}

export function statusRefusal(asked: EchoStatus | null): Refusal {
  if (asked === null) return undefined;
  const { code, message } = asked;
  if (code < 0 || code > MAX_STATUS_CODE) return `response_status.code ${code}: expected 0 to ${MAX_STATUS_CODE}`;
  const length = Buffer.byteLength(message);
  if (length <= MAX_STATUS_MESSAGE_BYTES) return undefined;
  return `response_status.message of ${length} bytes: expected at most ${MAX_STATUS_MESSAGE_BYTES}`;
}

/** What ends the call at once; a status of code 0 is none. */
export function statusAskedFor(asked: EchoStatus | null): CallStatus | undefined {
  return asked === null || asked.code === status.OK ? undefined : { code: asked.code, details: asked.message };
}

/** For what another TestService may have and this one has not: a client must not believe that it was done. */
export function unservedRefusal(field: string, isAskedFor: boolean, why: string): Refusal {
  return isAskedFor ? `${field}: ${why}` : undefined;
}

/** @param cameCompressed undefined where nobody saw */
export function compressionRefusal(expected: BoolValue | null, cameCompressed: boolean | undefined): Refusal {
  if (expected === null || expected.value === cameCompressed) return undefined;
  if (cameCompressed === undefined)
    return 'expect_compressed: this server did not see whether the message was compressed';
  const came = cameCompressed ? 'a compressed message' : 'a message that is not compressed';
  return `expect_compressed ${expected.value}: ${came} came`;
}

/**
 * @param field as the .proto file calls it
 * @param compression undefined where the client takes none
 */
export function replyCompressionRefusal(
  field: string,
  asked: BoolValue | null,
  compression: ReplyCompression | undefined,
): Refusal {
  if (asked?.value !== true || compression !== undefined) return undefined;
  return `${field} true: expected a client that takes it, with gzip in its grpc-accept-encoding`;
}
