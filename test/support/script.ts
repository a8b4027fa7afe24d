/**
 * A connection as tests write it: steps of frames, client and server in turn, played into a trace. One step is one millisecond.
 *
 *     const { request, response } = speakers();
 *     play([...OPENING, client(request(1, CALL, { endStream: true })), server(response(1, OK))]);
 */

import { redactionOf, SECRET_HEADER_NAMES } from '../../src/redaction.ts';
import { ConnectionTrace } from '../../src/trace/connection.ts';
import type { ConnectionOpened, Side, TraceEvent } from '../../src/trace/event.ts';
import { EventSource, Sequence } from '../../src/trace/event-source.ts';
import { Http2Trace } from '../../src/trace/http2.ts';
import type { Http2Options } from '../../src/trace/http2-options.ts';
import { noMessageTypes } from '../../src/trace/message.ts';
import type { TransportEnd } from '../../src/trace/protocol-trace.ts';
import { type FieldToEncode, HpackEncoder } from '../../src/wire/hpack/encoder.ts';
import type { Representation } from '../../src/wire/hpack/header-field.ts';
import { PreviewArena } from '../../src/wire/preview.ts';
import { frames, join, PREFACE, toBytes } from './frames.ts';

/** Bytes that one side sends at one time. */
export interface Step {
  readonly from: Side;
  readonly bytes: Uint8Array;
}

export function client(...parts: readonly Uint8Array[]): Step {
  return { from: 'CLIENT', bytes: join(...parts) };
}

export function server(...parts: readonly Uint8Array[]): Step {
  return { from: 'SERVER', bytes: join(...parts) };
}

/** How every connection begins, with settings that change nothing. */
export const OPENING: readonly Step[] = [
  client(PREFACE, frames.settings()),
  server(frames.settings(), frames.settingsAck()),
  client(frames.settingsAck()),
];

export interface Fields {
  readonly [name: string]: string;
}

export const CALL: Fields = {
  ':method': 'POST',
  ':scheme': 'http',
  ':path': '/pkg.Service/Method',
  ':authority': 'host',
  'content-type': 'application/grpc',
};
export const OK: Fields = { ':status': '200', 'content-type': 'application/grpc' };
export const TRAILERS: Fields = { 'grpc-status': '0' };

export function fieldsOf(fields: Fields, representation: Representation = 'INDEXED'): FieldToEncode[] {
  return Object.entries(fields).map(([name, value]) => ({ name, value, representation }));
}

type HeadersOptions = Parameters<typeof frames.headers>[2];

/** Both sides' HPACK encoders: each function makes a HEADERS frame, to be played in the order of the calls. */
export function speakers() {
  const encoders = { client: new HpackEncoder(), server: new HpackEncoder() };
  return {
    encoders,
    request: (streamId: number, fields: Fields, options?: HeadersOptions) =>
      frames.headers(streamId, encoders.client.encode(fieldsOf(fields)), options),
    response: (streamId: number, fields: Fields, options?: HeadersOptions) =>
      frames.headers(streamId, encoders.server.encode(fieldsOf(fields)), options),
  };
}

/** A gRPC length-prefixed message. @param length what its prefix says, where that is not the length of the content */
export function message(content: string | Uint8Array, flag = 0, length?: number): Uint8Array {
  const bytes = toBytes(content);
  const prefix = new DataView(new ArrayBuffer(5));
  prefix.setUint8(0, flag);
  prefix.setUint32(1, length ?? bytes.length);
  return join(new Uint8Array(prefix.buffer), bytes);
}

export interface PlayOptions extends Partial<Omit<Http2Options, 'previews'>> {
  /** How much to keep of each DATA frame and message. Default: 1024. */
  readonly previewBytes?: number;
  /** How the connection ends, a millisecond after the last step; absent: it stays open. */
  readonly end?: TransportEnd;
  /** Cuts the bytes of a step to the chunks in which they are read. Default: one. @param step its place in the script */
  readonly cut?: (bytes: Uint8Array, step: number) => readonly Uint8Array[];
}

export const FIN: TransportEnd = { how: 'FIN', endedBy: 'CLIENT' };

const STEP_MICROSECONDS = 1000;

const DEFAULTS: Omit<Http2Options, 'previews'> = {
  isSecret: redactionOf(SECRET_HEADER_NAMES),
  messageTypes: noMessageTypes,
};

const ADDRESS = { address: '127.0.0.1', port: 1 };
export const OPENED: ConnectionOpened = {
  listener: 'grpc',
  role: 'SERVER',
  protocol: 'h2c',
  peer: ADDRESS,
  local: ADDRESS,
};

/** The events of a connection, without the one of its opening. */
export function play(steps: readonly Step[], options: PlayOptions = {}): TraceEvent[] {
  const { end, cut = (bytes) => [bytes], previewBytes = 1024, ...rest } = options;
  const source = new EventSource(new Sequence(), 'c1', 0);
  const trace = new ConnectionTrace(
    source,
    new Http2Trace(source, { ...DEFAULTS, ...rest, previews: new PreviewArena(previewBytes) }),
    OPENED,
    0,
  );
  const events: TraceEvent[] = [];
  steps.forEach(({ from, bytes }, n) => {
    for (const chunk of cut(bytes, n)) events.push(...receiveOnce(trace, from, chunk, n * STEP_MICROSECONDS));
  });
  if (end !== undefined) events.push(...trace.close(end, steps.length * STEP_MICROSECONDS));
  return events;
}

/** The events after OPENING. Their `seq` begins with 5. */
export function playOpened(steps: readonly Step[], options: PlayOptions = {}): TraceEvent[] {
  const opening = play(OPENING).length;
  return play([...OPENING, ...steps], options).slice(opening);
}

/** What a chunk is overwritten with when it has been read: whoever still refers to it shows nonsense. */
const OVERWRITTEN = 0xee;

function receiveOnce(trace: ConnectionTrace, from: Side, chunk: Uint8Array, time: number): TraceEvent[] {
  const ours = Uint8Array.from(chunk);
  const events = trace.receive(from, ours, time);
  ours.fill(OVERWRITTEN);
  return events;
}
