import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { type Transcripts, transcriptsOfCapture, transcriptsOfTrace } from '../support/interop/frame-transcript.ts';
import { readFrames } from '../support/interop/pdml.ts';
import { type Scratch, scratchFolder } from '../support/interop/scratch.ts';
import { connectionsByPort, parseTrace } from '../support/interop/trace-record.ts';
import { sendTraffic } from '../support/interop/traffic.ts';
import { startCapture } from '../support/interop/tshark.ts';
import { startServer } from '../support/server-process.ts';

describe('the trace and a packet capture of the same traffic', () => {
  const scratch = scratchFolder();
  after(scratch.remove);
  let traced: Transcripts;
  let captured: Transcripts;

  before(async () => {
    const traceFile = scratch.path('trace.ndjson');
    const captureFile = scratch.path('capture.pcapng');
    const ports = await traceAndCapture(scratch, traceFile, captureFile);
    const trace = parseTrace(readFileSync(traceFile, 'utf8'));
    traced = transcriptsOfTrace(trace);
    captured = transcriptsOfCapture(await readFrames(captureFile, ports), connectionsByPort(trace));
  });

  test('have the same connections and directions', () => {
    assert.deepEqual(Object.keys(traced).sort(), Object.keys(captured).sort());
  });

  test('have the same frames in the same order per direction: type, flags, stream, length and header fields', () => {
    for (const [direction, frames] of Object.entries(captured)) {
      assert.deepEqual(traced[direction], frames, direction);
    }
  });

  // What the comparison is worth depends on what it saw.
  test('cover the frame types and header representations that real clients send', () => {
    const text = Object.values(captured).flat().join('\n');
    for (const type of ['DATA', 'HEADERS', 'PRIORITY', 'RST_STREAM', 'SETTINGS', 'PING', 'GOAWAY', 'WINDOW_UPDATE']) {
      assert.match(text, new RegExp(`^${type} flags=`, 'm'));
    }
    assert.match(text, /^CONTINUATION flags=0x4 .*\n {2}/m, 'a header block in several frames');
    assert.match(text, /^HEADERS flags=0x2[c-f] /m, 'HEADERS with padding and priority fields');
    assert.match(text, /^DATA flags=0x[89] /m, 'DATA with padding');
    for (const representation of ['INDEXED', 'LITERAL_INDEXED', 'LITERAL', 'NEVER_INDEXED']) {
      assert.match(text, new RegExp(`\\(${representation} \\d+\\)`));
    }
    assert.match(text, /authorization: Bearer secret/);
  });
});

/** @returns the ports on which the server was */
async function traceAndCapture(scratch: Scratch, traceFile: string, captureFile: string): Promise<readonly number[]> {
  const server = await startServer({ args: ['--log', 'off', '--no-redact', '--trace-file', traceFile] });
  const ports = [server.grpcPort, server.httpPort];
  try {
    const capture = await startCapture(ports, captureFile);
    try {
      await sendTraffic(server, scratch);
    } finally {
      // The capture last, so that it has the end of every connection.
      await server.stop();
      await capture.stop();
    }
  } finally {
    await server.stop();
  }
  return ports;
}
