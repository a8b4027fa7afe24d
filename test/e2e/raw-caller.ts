/**
 * A client made of frames that calls at a steady pace, and knows exactly which of its calls the server has accepted: those up to the
 * last stream that its last GOAWAY names (RFC 9113 §6.8). It goes on calling until that one, as a client with a long way to the server.
 */

import { once } from 'node:events';
import type { Socket } from 'node:net';

import { HpackDecoder } from '../../src/wire/hpack/decoder.ts';
import type { FrameItem } from '../../src/wire/http2/frame.ts';
import { FrameReader } from '../../src/wire/http2/frame-reader.ts';
import { frames, join, PREFACE } from '../support/frames.ts';
import { ECHO_PATH, echoRequestBody } from '../support/interop/echo-call.ts';
import { dial } from './support.ts';

/** What is called, and which field of an answer says that all is well. */
export interface Request {
  /** A header block. */
  readonly block: string;
  readonly body?: Uint8Array;
  readonly success: readonly [name: string, value: string];
}

export interface Outcome {
  readonly opened: number;
  /** Opened after the first GOAWAY and before the second. */
  readonly openedLate: number;
  /** Up to the last stream of the last GOAWAY. */
  readonly accepted: number;
  /** Streams that were accepted, and not answered well. */
  readonly failed: readonly number[];
  /** Last-Stream-ID of each GOAWAY. */
  readonly goaways: readonly number[];
}

const MAX_STREAM_ID = 2 ** 31 - 1;

/** No answer has to wait for a window. */
const WINDOW = 2 ** 30;

/** Calls that are sent when the first GOAWAY has come, and before its PING is answered. */
const LATE_CALLS = 5;

const TICK_MS = 4;

/** A machine that is too busy for the pace must not get behind further and further. */
const MAX_IN_FLIGHT = 50;

/** Longer than anything here takes on a busy machine. */
const PATIENCE_MS = 30_000;

function patience(): AbortSignal {
  return AbortSignal.timeout(PATIENCE_MS);
}

export class RawCaller {
  private readonly request: Request;
  private readonly socket: Socket;
  private readonly reader = new FrameReader();
  private readonly hpack = new HpackDecoder();
  private readonly succeeded = new Set<number>();
  private readonly goaways: number[] = [];
  private lastStreamId = -1;
  private openedLate = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(port: number, callsPerSecond: number, request: Request) {
    this.request = request;
    this.socket = dial(port);
    this.socket.on('error', () => {});
    this.socket.on('data', (chunk: Buffer) => {
      for (const frame of this.reader.push(chunk)) this.take(frame);
    });
    this.socket.on('end', () => this.socket.end());
    this.socket.write(join(PREFACE, frames.settings(), frames.windowUpdate(0, WINDOW)));
    const startedAt = performance.now();
    this.timer = setInterval(() => {
      const due = ((performance.now() - startedAt) / 1_000) * callsPerSecond;
      while (this.opened < due && this.inFlight < MAX_IN_FLIGHT && !this.isTold) this.call();
    }, TICK_MS);
  }

  get opened(): number {
    return (this.lastStreamId + 1) / 2;
  }

  private get inFlight(): number {
    return this.opened - this.succeeded.size;
  }

  /** To be called whatever has happened: it would call for ever. */
  close(): void {
    clearInterval(this.timer);
    this.socket.destroy();
  }

  /** Resolves when the server has closed the connection. */
  async outcome(): Promise<Outcome> {
    if (!this.socket.closed) await once(this.socket, 'close', { signal: patience() });
    clearInterval(this.timer);
    const last = Math.min(this.goaways.at(-1) ?? 0, this.lastStreamId);
    const accepted = Array.from({ length: (last + 1) / 2 }, (_none, n) => 2 * n + 1);
    const failed = accepted.filter((streamId) => !this.succeeded.has(streamId));
    const { opened, openedLate, goaways } = this;
    return { opened, openedLate, accepted: accepted.length, failed, goaways };
  }

  /** Resolves when the first call is answered. */
  async ready(): Promise<void> {
    while (this.succeeded.size === 0) await once(this.socket, 'data', { signal: patience() });
  }

  /** That no stream will be accepted any more. */
  private get isTold(): boolean {
    return (this.goaways.at(-1) ?? MAX_STREAM_ID) < MAX_STREAM_ID;
  }

  private call(): void {
    this.lastStreamId += 2;
    if (this.goaways.length > 0) this.openedLate += 1;
    const { block, body } = this.request;
    const headers = frames.headers(this.lastStreamId, block, { endStream: body === undefined });
    const parts = body === undefined ? [headers] : [headers, frames.data(this.lastStreamId, body, { endStream: true })];
    this.socket.write(join(...parts));
  }

  private take(frame: FrameItem): void {
    if (frame.type === 'HEADERS') this.answered(frame.streamId, frame.fragment);
    if (frame.type === 'SETTINGS' && !frame.ack) this.socket.write(frames.settingsAck());
    if (frame.type === 'PING' && !frame.ack) this.socket.write(frames.pong(Buffer.from(frame.opaque).toString('hex')));
    if (frame.type !== 'GOAWAY') return;
    this.goaways.push(frame.lastStreamId);
    if (frame.lastStreamId === MAX_STREAM_ID) for (let n = 0; n < LATE_CALLS; n++) this.call();
  }

  private answered(streamId: number, block: Uint8Array): void {
    const [name, value] = this.request.success;
    const { fields } = this.hpack.decode(block);
    if (fields.some((field) => field.name === name && field.value === value)) this.succeeded.add(streamId);
  }
}

/** RFC 7541 §6.2.2: a literal without indexing, name and value shorter than 127 bytes. */
function literal(name: string, value: string): string {
  return `\0${String.fromCharCode(name.length)}${name}${String.fromCharCode(value.length)}${value}`;
}

export const GRPC_ECHO: Request = {
  block: [
    literal(':method', 'POST'),
    literal(':scheme', 'http'),
    literal(':path', ECHO_PATH),
    literal(':authority', 'a'),
    literal('content-type', 'application/grpc'),
    literal('te', 'trailers'),
  ].join(''),
  body: echoRequestBody('accepted?'),
  success: ['grpc-status', '0'],
};

export const HTTP_ECHO: Request = {
  block: [
    literal(':method', 'GET'),
    literal(':scheme', 'http'),
    literal(':path', '/echo'),
    literal(':authority', 'a'),
  ].join(''),
  success: [':status', '200'],
};
