import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { observeFaults } from '../support/interop/fault-table.ts';
import { type Transcripts, transcriptsOfCapture, transcriptsOfTrace } from '../support/interop/frame-transcript.ts';
import { readFrames } from '../support/interop/pdml.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { connectionsByPort, parseTrace } from '../support/interop/trace-record.ts';
import { startCapture } from '../support/interop/tshark.ts';
import { startServer } from '../support/server-process.ts';

/** An answer, and a PING or GOAWAY. */
const MOST_ON_THE_WAY = 4;

const HEADING = '## What they look like: frames, and the client';

describe('faults on demand, as grpc-go and grpc-js meet them', () => {
  const scratch = scratchFolder();
  after(scratch.remove);
  let rows: readonly string[];
  let traced: Transcripts;
  let captured: Transcripts;

  before(async () => {
    const traceFile = scratch.path('trace.ndjson');
    const captureFile = scratch.path('capture.pcapng');
    const server = await startServer({ args: ['--log', 'off', '--no-redact', '--trace-file', traceFile] });
    const capture = await startCapture([server.grpcPort], captureFile);
    rows = await observeFaults(server, traceFile);
    await capture.stop();
    const trace = parseTrace(readFileSync(traceFile, 'utf8'));
    traced = transcriptsOfTrace(trace);
    captured = transcriptsOfCapture(await readFrames(captureFile, [server.grpcPort]), connectionsByPort(trace));
  });

  test('the frames and words are those of docs/faults.md', () => {
    const [, section = ''] = readFileSync('docs/faults.md', 'utf8').split(HEADING);
    const told = section.split('\n').filter((line) => line.startsWith('| `'));
    assert.deepEqual(told, rows, `docs/faults.md must have these rows:\n${rows.join('\n')}`);
  });

  test('tshark sees what the trace says that the client got, fault by fault', () => {
    const fromServer = Object.keys(captured).filter((direction) => direction.endsWith('SERVER'));
    assert.ok(fromServer.length >= 2 * rows.length - 1, `${fromServer.length} connections`);
    for (const direction of fromServer) {
      const seen = captured[direction] ?? [];
      // Behind a message that is not whole tshark shows trailers without their fields.
      const told = (traced[direction] ?? []).map((frame, n) => (seen[n]?.includes('\n') ? frame : headOf(frame)));
      assert.deepEqual(told.slice(0, seen.length), seen, direction);
      // The last of an answer may be on its way when its client leaves, or is reset.
      assert.ok(told.length - seen.length <= MOST_ON_THE_WAY, `${direction}: ${told.slice(seen.length)}`);
    }
  });

  function headOf(frame: string): string {
    return frame.split('\n')[0] ?? '';
  }
});
