/** A client that is made of frames: it sees each frame that the server sends, and may leave its PINGs unanswered. */

import { once } from 'node:events';
import type { Socket } from 'node:net';

import { errorName } from '../../../src/wire/http2/error-code.ts';
import type { FrameItem } from '../../../src/wire/http2/frame.ts';
import { FrameReader } from '../../../src/wire/http2/frame-reader.ts';
import { frames, join, PREFACE, toBytes } from '../../support/frames.ts';

export interface RawPeerOptions {
  readonly answersPings?: boolean;
}

/** RFC 7541, Appendix A: :method GET, :scheme http, :path /; and as a literal :authority "a". */
const GET = '\x82\x86\x84\x01\x01a';

/** Longer than anything here takes on a busy machine. */
const PATIENCE_MS = 10_000;

export class RawPeer {
  /** A frame a line, as `line` says, and "FIN" or the code of an error. */
  readonly seen: string[] = [];
  readonly pings: string[] = [];
  private readonly socket: Socket;
  private readonly reader = new FrameReader();
  private readonly answersPings: boolean;

  constructor(socket: Socket, { answersPings = true }: RawPeerOptions = {}) {
    this.socket = socket;
    this.answersPings = answersPings;
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('end', () => this.see('FIN'));
    socket.on('error', (error: NodeJS.ErrnoException) => this.see(error.code ?? error.message));
    this.send(PREFACE, frames.settings());
  }

  send(...parts: readonly Uint8Array[]): void {
    this.socket.write(join(...parts));
  }

  /** Requests "/", and leaves the request open where it is told to. @param fields a header block to add */
  open(streamId: number, { fields = '', endStream = true } = {}): void {
    this.send(frames.headers(streamId, GET + fields, { endStream }));
  }

  /** Answers the last PING that came. */
  pong(): void {
    this.send(frames.pong(this.pings.at(-1) ?? ''));
  }

  /** Resolves when a line that matches has come, also before. */
  async until(pattern: RegExp): Promise<void> {
    while (!this.seen.some((line) => pattern.test(line))) await this.next();
  }

  /** Resolves with the next line. */
  async next(): Promise<void> {
    await once(this.socket, 'seen', { signal: AbortSignal.timeout(PATIENCE_MS) }).catch((error: unknown) => {
      throw new Error(`nothing more came: ${this.seen.join(', ')}`, { cause: error });
    });
  }

  /** Of those lines that match. */
  lines(pattern: RegExp): string[] {
    return this.seen.filter((line) => pattern.test(line));
  }

  close(): void {
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    for (const item of this.reader.push(chunk)) {
      if (item.type === 'DATA_PART') continue;
      if (item.type === 'SETTINGS' && !item.ack) this.send(frames.settingsAck());
      if (item.type === 'PING' && !item.ack) this.pings.push(Buffer.from(item.opaque).toString('hex'));
      this.see(line(item));
      if (item.type === 'PING' && !item.ack && this.answersPings) this.pong();
    }
  }

  private see(text: string): void {
    this.seen.push(text);
    this.socket.emit('seen');
  }
}

/** "GOAWAY 1 NO_ERROR max_age", "RST_STREAM 3 CANCEL", "HEADERS 1", "PING", "PING ACK", "WINDOW_UPDATE 0 +65535". */
function line(frame: FrameItem): string {
  switch (frame.type) {
    case 'GOAWAY':
      return `GOAWAY ${frame.lastStreamId} ${errorName(frame.errorCode)} ${Buffer.from(frame.debug)}`.trim();
    case 'RST_STREAM':
      return `RST_STREAM ${frame.streamId} ${errorName(frame.errorCode)}`;
    case 'SETTINGS':
      return frame.ack
        ? 'SETTINGS ACK'
        : `SETTINGS ${frame.settings.map(({ code, value }) => `${code}=${value}`)}`.trim();
    case 'PING':
      return frame.ack ? 'PING ACK' : 'PING';
    case 'WINDOW_UPDATE':
      return `WINDOW_UPDATE ${frame.streamId} +${frame.increment}`;
    default:
      return `${frame.type} ${frame.streamId}`;
  }
}

/** RFC 7541 §6.2.2: a literal without indexing. @param value of any length below 16,511 bytes */
export function field(name: string, value: string): string {
  return String.fromCharCode(...toBytes(`\0${sized(name)}${sized(value)}`));
}

/** RFC 7541 §5.1, with a prefix of 7 bits. */
function sized(text: string): string {
  const { length } = text;
  if (length < 127) return String.fromCharCode(length) + text;
  const rest = length - 127;
  return `\x7f${String.fromCharCode((rest & 0x7f) | 0x80, rest >> 7)}${text}`;
}
