/** The responses of the streaming methods of TestService: sizes, intervals, compression, and the end of the call. */

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ServerDuplexStream, ServerWritableStream } from '@grpc/grpc-js';

import type { ResponseParameters__Output as ResponseParameters } from '../../../gen/grpc/testing/ResponseParameters.ts';
import type { StreamingOutputCallRequest__Output as Request } from '../../../gen/grpc/testing/StreamingOutputCallRequest.ts';
import type { StreamingOutputCallResponse as Response } from '../../../gen/grpc/testing/StreamingOutputCallResponse.ts';
import { compressReplies, type ReplyCompression } from '../response-compression.ts';
import { echoedTrailers, echoInitialMetadata } from './echo-metadata.ts';
import { payloadOf } from './payload.ts';
import {
  type CallStatus,
  firstRefusal,
  invalid,
  replyCompressionRefusal,
  responseTypeRefusal,
  sizeRefusal,
  statusAskedFor,
  statusRefusal,
  unservedRefusal,
} from './refusals.ts';

/** Of one list; a list of more is a slip, and would be held whole for as long as its client likes. */
export const MAX_RESPONSES = 10_000;

const MAX_INT32 = 2 ** 31 - 1;

type RespondingCall = ServerWritableStream<Request, Response> | ServerDuplexStream<Request, Response>;

export interface Responses {
  /** In order, each when its interval has passed since the one before. Waits for a client that does not read. */
  send(parameters: readonly ResponseParameters[]): Promise<void>;
  /** What ends the call instead of its responses, if anything does. */
  failureOf(request: Request): CallStatus | undefined;
}

/**
 * Runs `serve` and ends the call: with OK when it is done, with the status that it returns, and not at all where the client
 * has cancelled.
 *
 * @param mayCompress whether a message may be compressed; the response says so in front of the first one
 */
export async function respond(
  call: RespondingCall,
  mayCompress: boolean,
  serve: (responses: Responses) => Promise<CallStatus | undefined>,
): Promise<void> {
  const compression = mayCompress ? compressReplies(call) : undefined;
  const trailers = echoedTrailers(call);
  const cancelled = new AbortController();
  call.on('cancelled', () => cancelled.abort());
  try {
    echoInitialMetadata(call);
    const failure = await serve({
      send: (parameters) => sendAll(call, parameters, compression, cancelled.signal),
      failureOf: (request) => failureOf(request, compression),
    });
    if (failure === undefined) call.end(trailers);
    else call.emit('error', { ...failure, metadata: trailers });
  } catch (error) {
    if (!call.cancelled) call.emit('error', error as object);
  }
}

async function sendAll(
  call: RespondingCall,
  parameters: readonly ResponseParameters[],
  compression: ReplyCompression | undefined,
  cancelled: AbortSignal,
): Promise<void> {
  for (const { size, intervalUs, compressed } of parameters) {
    if (intervalUs > 0) await sleep(Math.ceil(intervalUs / 1_000), undefined, { signal: cancelled });
    cancelled.throwIfAborted();
    compression?.next(compressed?.value === true);
    const hasRoom = call.write({ payload: payloadOf(size) });
    if (!hasRoom) await once(call, 'drain', { signal: cancelled });
  }
}

function failureOf(request: Request, compression: ReplyCompression | undefined): CallStatus | undefined {
  const { responseType, responseStatus, responseParameters, orcaOobReport } = request;
  const refusal = firstRefusal(
    responseTypeRefusal(responseType),
    statusRefusal(responseStatus),
    unservedRefusal('orca_oob_report', orcaOobReport !== null, 'load reports are not served'),
    countRefusal(responseParameters.length) ?? parametersRefusal(responseParameters, compression),
  );
  return refusal === undefined ? statusAskedFor(responseStatus) : invalid(refusal);
}

export function countRefusal(count: number): string | undefined {
  return count > MAX_RESPONSES ? `${count} response_parameters: expected at most ${MAX_RESPONSES}` : undefined;
}

function parametersRefusal(
  parameters: readonly ResponseParameters[],
  compression: ReplyCompression | undefined,
): string | undefined {
  for (const { size, intervalUs, compressed } of parameters) {
    const refusal = firstRefusal(
      sizeRefusal('response_parameters.size', size),
      intervalRefusal(intervalUs),
      replyCompressionRefusal('response_parameters.compressed', compressed, compression),
    );
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function intervalRefusal(us: number): string | undefined {
  return us < 0 ? `response_parameters.interval_us ${us}: expected 0 to ${MAX_INT32}` : undefined;
}
