/**
 * Unary echo calls at a steady pace, whether the ones before have been answered or not: a server that stalls is seen in the latency
 * of all that should have been called meanwhile.
 */

import { type ClientHttp2Session, connect } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { ECHO_PATH, echoRequestBody } from '../../test/support/interop/echo-call.ts';

/** HEADERS and DATA there, HEADERS, DATA and HEADERS back. */
export const FRAMES_PER_CALL = 5;

const HEADERS = { ':method': 'POST', ':path': ECHO_PATH, 'content-type': 'application/grpc', te: 'trailers' };

const BODY = Buffer.from(echoRequestBody('a message of an ordinary length, for an echo call'));

const CONNECTIONS = 4;

/** How long the last calls may take when the time is over. */
const PATIENCE_MS = 5_000;

export interface Latencies {
  /** From when a call was due to the end of its answer, in milliseconds, sorted. */
  readonly milliseconds: Float64Array;
  readonly failed: number;
}

export async function pacedLoad(port: number, callsPerSecond: number, seconds: number): Promise<Latencies> {
  const sessions = Array.from({ length: CONNECTIONS }, () => connect(`http://127.0.0.1:${port}`));
  const count = Math.round(callsPerSecond * seconds);
  const taken = new Float64Array(count);
  const state = { done: 0, failed: 0 };
  const start = performance.now();
  for (let n = 0; n < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - start) * callsPerSecond) / 1000) + 1);
    for (; n < due; n++) callAt(sessions, n, start + (n * 1000) / callsPerSecond, taken, state);
    await sleep(1);
  }
  const end = performance.now() + PATIENCE_MS;
  while (state.done + state.failed < count && performance.now() < end) await sleep(10);
  for (const session of sessions) session.destroy();
  const failed = count - state.done;
  return { milliseconds: taken.filter((value) => value > 0).sort(), failed };
}

interface Progress {
  done: number;
  failed: number;
}

function callAt(
  sessions: readonly ClientHttp2Session[],
  n: number,
  due: number,
  taken: Float64Array,
  state: Progress,
): void {
  const stream = sessions[n % sessions.length]?.request(HEADERS);
  let isOk = false;
  stream?.on('trailers', (trailers) => {
    isOk = trailers['grpc-status'] === '0';
  });
  stream?.on('error', () => {});
  stream?.on('close', () => {
    taken[n] = isOk ? performance.now() - due : 0;
    if (isOk) state.done++;
    else state.failed++;
  });
  stream?.resume().end(BODY);
}

/** @param share from 0 to 1 */
export function percentile({ milliseconds }: Latencies, share: number): number {
  return milliseconds[Math.min(milliseconds.length - 1, Math.floor(milliseconds.length * share))] ?? Number.NaN;
}
