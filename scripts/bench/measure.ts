/** One measurement: a fresh server, warmed up, under load for some seconds, and stopped. */

import { writeFileSync } from 'node:fs';
import { ECHO_PATH, echoRequestBody, GRPC_REQUEST_HEADERS } from '../../test/support/interop/echo-call.ts';
import { type H2loadReport, runH2load } from '../../test/support/interop/h2load.ts';
import { type Scratch, scratchFolder } from '../../test/support/interop/scratch.ts';
import { startServer } from '../../test/support/server-process.ts';
import { cpuMicroseconds } from './cpu-time.ts';
import { checkEcho } from './one-call.ts';
import type { Pinning } from './pinning.ts';
import { countTraceFile, type TraceFileCount } from './trace-file.ts';
import type { Variant } from './variants.ts';

/** As the throughput bars are defined: enough for batches to form in every queue between the two processes. */
export const CLIENTS = 4;
export const STREAMS = 50;

const MESSAGE = 'a message of an ordinary length, for an echo call';

/**
 * Replies differ by some digits of connection id, stream id and port. A failed call has HTTP status 200, but no DATA: when
 * the replies are shorter than this share of a good one, calls have failed.
 */
const MIN_REPLY_SHARE = 0.99;

export interface Measurement {
  readonly callsPerSecond: number;
  /** Of the server process, microseconds. */
  readonly cpuPerCall: number;
  readonly traceFile?: TraceFileCount;
}

export interface MeasureOptions {
  readonly variant: Variant;
  readonly calls: number;
  readonly warmUpCalls: number;
  readonly pinning: Pinning;
}

/** @throws when a call fails, or the server does not start or stop as it should */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const scratch = scratchFolder();
  try {
    const load = await measureLoad(options, scratch);
    if (!options.variant.writesTraceFile) return load;
    return { ...load, traceFile: countTraceFile(traceFileOf(scratch)) };
  } finally {
    scratch.remove();
  }
}

async function measureLoad({ variant, calls, warmUpCalls, pinning }: MeasureOptions, scratch: Scratch) {
  const args = variant.writesTraceFile ? [...variant.args, '--trace-file', traceFileOf(scratch)] : variant.args;
  const server = await startServer({ entry: variant.entry ?? 'built', args, launcher: pinning.server });
  try {
    const body = echoRequestBody(MESSAGE);
    const bodyFile = scratch.path('body');
    writeFileSync(bodyFile, body);
    const replyBytes = await checkEcho(server.grpcPort, body, MESSAGE);
    const load = (requests: number) => callEcho(server.grpcPort, requests, bodyFile, pinning.load);
    await load(warmUpCalls);
    const cpuBefore = cpuMicroseconds(server.pid);
    const report = await load(calls);
    const cpu = cpuMicroseconds(server.pid) - cpuBefore;
    await checkEcho(server.grpcPort, body, MESSAGE);
    if (report.dataBytes < calls * replyBytes * MIN_REPLY_SHARE) {
      throw new Error(`${variant.name}: calls failed: ${report.dataBytes} bytes for ${calls} replies of ${replyBytes}`);
    }
    return { callsPerSecond: report.requestsPerSecond, cpuPerCall: cpu / calls };
  } finally {
    await server.stop();
  }
}

function callEcho(
  port: number,
  requests: number,
  bodyFile: string,
  launcher: readonly string[],
): Promise<H2loadReport> {
  const url = `http://127.0.0.1:${port}${ECHO_PATH}`;
  return runH2load({
    url,
    requests,
    clients: CLIENTS,
    streams: STREAMS,
    headers: GRPC_REQUEST_HEADERS,
    bodyFile,
    launcher,
  });
}

function traceFileOf(scratch: Scratch): string {
  return scratch.path('trace.ndjson');
}
