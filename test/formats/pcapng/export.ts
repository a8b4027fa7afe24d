/** Exports for tests: what a connection said, played into a trace, and the pcapng file of its events. */

import assert from 'node:assert/strict';
import { pcapngOf } from '../../../src/formats/pcapng/pcapng.ts';
import type { ConnectionOpened, Side, TraceEvent } from '../../../src/trace/event.ts';
import { HpackDecoder } from '../../../src/wire/hpack/decoder.ts';
import { concatBytes } from '../../../src/wire/http2/byte-slices.ts';
import { connectionOpened, START, stamp } from '../../support/events.ts';
import { PREFACE, readFrames } from '../../support/frames.ts';
import { type Packet, readPackets, streamOf } from '../../support/pcapng.ts';
import { type PlayOptions, play, type Step } from '../../support/script.ts';

export const CLIENT = '10.0.3.7:44646';
export const SERVER = '10.0.9.2:50051';

/** The events of a connection from its first one on, at the time of test/support/events.ts. */
export function traced(steps: readonly Step[], options: PlayOptions = {}, opened: Partial<ConnectionOpened> = {}) {
  const [first] = stamp([connectionOpened(opened)]);
  const rest = play(steps, { end: { endedBy: 'CLIENT', how: 'FIN' }, ...options });
  return [first ?? assert.fail(), ...rest.map((event) => ({ ...event, seq: event.seq + 1, time: event.time + START }))];
}

export function exported(
  events: Iterable<TraceEvent>,
  options: Partial<Parameters<typeof pcapngOf>[1]> = {},
): Packet[] {
  return readPackets(concatBytes([...pcapngOf(events, { application: 'test 1', ...options })]));
}

/** What a side sent, as the steps say. */
export function sent(steps: readonly Step[], from: Side): string {
  return hexOf(concatBytes(steps.filter((step) => step.from === from).map(({ bytes }) => bytes)));
}

/** What a side sends in the export. */
export function written(packets: readonly Packet[], source: string): string {
  return hexOf(streamOf(packets, source));
}

/** The header lists of a side, as a reader of the export decodes them: "name: value (REPRESENTATION)". Of frames that end their block. */
export function listsOf(packets: readonly Packet[], source: string): string[][] {
  const hpack = new HpackDecoder();
  const stream = streamOf(packets, source);
  const bytes = stream.indexOf(PREFACE) === 0 ? stream.subarray(PREFACE.length) : stream;
  return readFrames(bytes).flatMap((frame) => {
    if (frame.type !== 'HEADERS') return [];
    const { fields, error } = hpack.decode(frame.fragment);
    assert.equal(error, undefined);
    return [fields.map(({ name, value, representation }) => `${name}: ${value} (${representation})`)];
  });
}

export function withoutRepresentation(field: string): string {
  return field.replace(/ \([A-Z_]+\)$/, '');
}

export function commentsOf(packets: readonly Packet[]): string[] {
  return packets.flatMap(({ comments }) => comments);
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
