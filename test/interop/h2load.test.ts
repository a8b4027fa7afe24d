import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { type RelayedConnection, startByteCounter } from '../support/interop/byte-counter.ts';
import { ECHO_PATH, echoRequestBody, GRPC_REQUEST_HEADERS } from '../support/interop/echo-call.ts';
import {
  bytesOfClosed,
  bytesOfRelayed,
  totalsOfClosed,
  totalsOfFrames,
  totalsOfRelayed,
} from '../support/interop/frame-totals.ts';
import { runH2load } from '../support/interop/h2load.ts';
import { type Scratch, scratchFolder } from '../support/interop/scratch.ts';
import { parseTrace, type TraceRecord } from '../support/interop/trace-record.ts';
import { startServer } from '../support/server-process.ts';

const REQUESTS = 20_000;
const CLIENTS = 4;
const STREAMS = 50;

interface Load {
  readonly name: string;
  readonly port: 'grpcPort' | 'httpPort';
  readonly path: string;
  readonly headers: readonly string[];
  readonly body?: Uint8Array;
}

const LOADS: readonly Load[] = [
  { name: 'HTTP requests', port: 'httpPort', path: '/echo', headers: [] },
  {
    name: 'gRPC calls',
    port: 'grpcPort',
    path: ECHO_PATH,
    headers: GRPC_REQUEST_HEADERS,
    body: echoRequestBody('hello'),
  },
];

for (const load of LOADS) {
  describe(`a trace file after ${REQUESTS} ${load.name} by h2load`, () => {
    const scratch = scratchFolder();
    after(scratch.remove);
    let trace: readonly TraceRecord[];
    let relayed: readonly RelayedConnection[];

    before(async () => {
      relayed = await runLoad(load, scratch);
      trace = parseTrace(readFileSync(traceFileOf(scratch), 'utf8'));
    });

    test('has every event: numbers without a gap, from 1, and none announced as lost', () => {
      const misplaced = trace.find(({ seq }, index) => seq !== index + 1);
      assert.equal(misplaced, undefined);
      const lost = trace.find(({ traceLost }) => traceLost !== undefined);
      assert.equal(lost, undefined);
    });

    test('has every stream from its opening to its end', () => {
      assert.equal(trace.filter(({ streamOpened }) => streamOpened !== undefined).length, REQUESTS);
      const closed = trace.flatMap(({ streamClosed }) => (streamClosed === undefined ? [] : [streamClosed]));
      assert.equal(closed.length, REQUESTS);
      if (load.port === 'grpcPort') assert.ok(closed.every(({ grpcStatus }) => grpcStatus?.name === 'OK'));
    });

    test('has frame totals in connectionClosed that equal its frame events', () => {
      const totals = totalsOfClosed(trace);
      assert.equal(totals.size, CLIENTS);
      assert.deepEqual(totals, totalsOfFrames(trace));
    });

    test('has frame totals in connectionClosed that equal those counted from the bytes', () => {
      assert.deepEqual(totalsOfClosed(trace), totalsOfRelayed(relayed, trace));
    });

    test('has byte totals in connectionClosed that equal the bytes', () => {
      assert.deepEqual(bytesOfClosed(trace), bytesOfRelayed(relayed, trace));
    });
  });
}

/** Runs the load through the byte counter, and stops the server, so that its trace file is complete. */
async function runLoad({ port, path, headers, body }: Load, scratch: Scratch): Promise<RelayedConnection[]> {
  const server = await startServer({ args: ['--log', 'off', '--trace-file', traceFileOf(scratch)] });
  try {
    const counter = await startByteCounter(server[port]);
    const run = { requests: REQUESTS, clients: CLIENTS, streams: STREAMS, headers };
    const bodyFile = scratch.path('body');
    if (body !== undefined) writeFileSync(bodyFile, body);
    const url = `http://127.0.0.1:${counter.port}${path}`;
    await runH2load({ ...run, url, ...(body === undefined ? {} : { bodyFile }) });
    return await counter.finish();
  } finally {
    await server.stop();
  }
}

function traceFileOf(scratch: Scratch): string {
  return scratch.path('trace.ndjson');
}
