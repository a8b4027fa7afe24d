/** The status that a request asks for. */

import { status as codes, Metadata } from '@grpc/grpc-js';

import type { ResponseStatus__Output as ResponseStatus } from '../../../gen/sre/echo/v1/ResponseStatus.ts';
import { rpcStatusType } from '../echo-types.ts';
import { Refusal } from './refusal.ts';

/** Percent-encoded. Far more than people read; with trailers and details it must fit into one header block of Node. */
const MAX_MESSAGE_BYTES = 8 * 1024;

/** Before base64 adds a third. */
const MAX_DETAILS_BYTES = 12 * 1024;

export interface ChosenStatus {
  readonly code: number;
  readonly message: string;
  /** A google.rpc.Status; undefined where there are no details. */
  readonly encodedDetails: Buffer | undefined;
  /** Infinity: at the end of the call. */
  readonly afterMessages: number;
}

/** What grpc-js takes for the end of a call that failed. */
export interface FailedEnd {
  readonly code: number;
  readonly details: string;
  readonly metadata: Metadata;
}

/** One for the server: it reads the .proto files. */
export type StatusOf = (requested: ResponseStatus) => ChosenStatus;

export function createStatusOf(): StatusOf {
  const type = rpcStatusType();

  /** @throws Refusal */
  return (requested) => {
    const { message, details, afterMessages = Number.POSITIVE_INFINITY } = requested;
    const code = codeOf(requested);
    const messageBytes = encodeURI(message).length;
    if (messageBytes > MAX_MESSAGE_BYTES) {
      throw new Refusal(`status.message of ${messageBytes} bytes encoded: expected at most ${MAX_MESSAGE_BYTES}`);
    }
    const encodedDetails =
      details.length === 0 ? undefined : (type.encode({ code, message, details }).finish() as Buffer);
    if (encodedDetails !== undefined && encodedDetails.length > MAX_DETAILS_BYTES) {
      throw new Refusal(
        `status.details and message of ${encodedDetails.length} bytes: expected at most ${MAX_DETAILS_BYTES}`,
      );
    }
    return { code, message, encodedDetails, afterMessages };
  };
}

/** proto-loader gives the names that it knows, and numbers otherwise. */
function codeOf({ code }: ResponseStatus): number {
  const number: unknown = typeof code === 'number' ? code : codes[code];
  if (typeof number === 'number' && number >= codes.CANCELLED && number <= codes.UNAUTHENTICATED) return number;
  throw new Refusal(`status.code ${code}: expected 1 (CANCELLED) to 16 (UNAUTHENTICATED); without status it is OK`);
}

export function failedEnd({ code, message, encodedDetails }: ChosenStatus, trailers: Metadata | undefined): FailedEnd {
  const metadata = trailers?.clone() ?? new Metadata();
  if (encodedDetails !== undefined) metadata.set('grpc-status-details-bin', encodedDetails);
  return { code, details: message, metadata };
}
