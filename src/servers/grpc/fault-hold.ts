/**
 * Faults of gRPC calls, before grpc-js has the stream: a status is one HEADERS frame, a call that is kept open costs no
 * handler, and calls without a fault pay for a look at their header fields.
 */

import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

import { factsOfStream } from '../connection-facts.ts';
import { attemptNumber } from '../faults/attempt-number.ts';
import type { CallFaults } from '../faults/call-faults.ts';
import type { FaultedCall, Verdict } from '../faults/enact.ts';
import { isExemptCall } from '../faults/exempt.ts';
import { FAULT_NAME, type OwnFaults, RPC_BEHAVIOR_NAME, valuesOf } from '../faults/own-faults.ts';
import type { Intercept } from './intercept-streams.ts';
import { countDownTimeout } from './time-left.ts';
import { respondTrailersOnly } from './trailers-only.ts';

const INVALID_ARGUMENT = 3;

/** @returns whether grpc-js must not have the stream now: it gets it later, or never */
export type IsHeld = (...stream: Parameters<Intercept>) => boolean;

export function createFaultHold(faults: CallFaults): IsHeld {
  return (stream, headers, raw, handOn) => {
    const own = ownFaultsOf(headers, raw);
    if (own === undefined && !faults.hasReplicaFault) return false;
    if (isExemptCall(headers[':path'] ?? '')) return false;
    // A client that does not wait for the end is none of our errors.
    stream.on('error', () => {});
    const heldAt = performance.now();
    void faults.enact(faultedCallOf(stream, attemptNumber(headers)), own ?? { texts: [] }).then((verdict) => {
      if (stream.destroyed || stream.closed) return;
      if (verdict.do === 'GO_ON') {
        countDownTimeout(headers, performance.now() - heldAt);
        // grpc-js does not look at the flags.
        handOn(stream, headers, 0, raw);
      } else {
        answer(stream, verdict);
      }
    });
    return true;
  };
}

export function faultedCallOf(stream: ServerHttp2Stream, attempt: number): FaultedCall {
  const gone = new AbortController();
  if (stream.destroyed || stream.closed) gone.abort();
  else stream.once('close', () => gone.abort());
  const connection = factsOfStream(stream);
  // gRPC-Web over HTTP/1.1 has the id 0.
  const streamId = stream.id === 0 ? undefined : stream.id;
  const target = connection && { connectionId: connection.id, streamId };
  return { protocol: 'gRPC', target, attempt, gone: gone.signal };
}

function ownFaultsOf(headers: IncomingHttpHeaders, raw: readonly string[]): OwnFaults | undefined {
  const rpcBehavior = headers[RPC_BEHAVIOR_NAME];
  if (headers[FAULT_NAME] === undefined && rpcBehavior === undefined) return undefined;
  // Node has joined fields of one name with commas, which separate the options of this one.
  return { texts: valuesOf(raw, FAULT_NAME), rpcBehavior: rpcBehavior === undefined ? undefined : String(rpcBehavior) };
}

function answer(stream: ServerHttp2Stream, verdict: Verdict): void {
  switch (verdict.do) {
    case 'FAIL':
      respondTrailersOnly(stream, verdict.status.code, verdict.status.message);
      break;
    case 'REFUSE':
      respondTrailersOnly(stream, INVALID_ARGUMENT, verdict.reason);
      break;
    case 'KEEP_OPEN':
      // What the client sends is dropped: a call that nobody serves holds nothing.
      stream.resume();
      break;
    default:
      break;
  }
}
