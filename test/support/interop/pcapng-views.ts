/** What tshark finds in an export, and what it should find by the trace. */

import assert from 'node:assert/strict';
import { REDACTED } from '../../../src/formats/pcapng/block-writer.ts';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { type Transcripts, transcriptsOfCapture, transcriptsOfTrace } from './frame-transcript.ts';
import { readFrames } from './pdml.ts';
import { toolOutput } from './tool.ts';
import type { TraceRecord } from './trace-record.ts';

/** "Error" in Wireshark's scale of what its dissectors complain of; the one below it is "Warning". */
const WARNING = '0x00600000';

/** Of what tshark complains, a line a packet: malformed packets, checksums that are not right, warnings and errors of any protocol. */
export async function complaints(file: string, ports: readonly number[]): Promise<string> {
  const checked = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE'];
  const filter = `_ws.malformed || _ws.expert.severity >= ${WARNING} || tcp.checksum.status == "Bad"`;
  return toolOutput('tshark', ['-r', file, ...decodeAs(ports), ...checked, '-Y', filter]);
}

/** One line for each gRPC message: "stream length". */
export async function grpcMessages(file: string, ports: readonly number[]): Promise<string[]> {
  const fields = ['-T', 'fields', '-E', 'occurrence=a', '-e', 'http2.streamid', '-e', 'grpc.message_length'];
  const lines = await toolOutput('tshark', ['-r', file, ...decodeAs(ports), '-Y', 'grpc', ...fields]);
  return lines.split('\n').filter((line) => line !== '');
}

/** @param connections client port → connection id */
export async function framesOf(
  file: string,
  ports: readonly number[],
  connections: ReadonlyMap<number, string>,
): Promise<Transcripts> {
  return transcriptsOfCapture(await readFrames(file, ports), connections);
}

/** As `transcriptsOfTrace`, with what the export writes in place of values that are not there. */
export function expectedFrames(events: readonly TraceEvent[]): Transcripts {
  const records = events.map((event) => (event.kind === 'frame' ? withRedacted(event) : event));
  return transcriptsOfTrace(records as unknown as readonly TraceRecord[]);
}

/** Literals in place of what was sent have other lengths, representations and indexes: without those. */
export function withoutEncoding(transcripts: Transcripts): Transcripts {
  const plain = Object.entries(transcripts).map(([direction, frames]) => [
    direction,
    frames.map((frame) =>
      frame
        .replace(/^((?:HEADERS|CONTINUATION|PUSH_PROMISE) .*) length=\d+/, '$1')
        .replace(/ \((?:[A-Z]+_)?[A-Z]+ \d+\)$/gm, ''),
    ),
  ]);
  return Object.fromEntries(plain);
}

export function assertSameFrames(found: Transcripts, expected: Transcripts): void {
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const [direction, frames] of Object.entries(expected)) assert.deepEqual(found[direction], frames, direction);
}

function withRedacted(event: Extract<TraceEvent, { kind: 'frame' }>): unknown {
  const { frame } = event;
  if (frame.headers === undefined) return event;
  const fields = frame.headers.fields.map((each) => (each.redacted === true ? { ...each, value: REDACTED } : each));
  return { ...event, frame: { ...frame, headers: { ...frame.headers, fields } } };
}

function decodeAs(ports: readonly number[]): string[] {
  return ports.flatMap((port) => ['-d', `tcp.port==${port},http2`]);
}
