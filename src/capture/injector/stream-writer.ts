import type { TransportFault } from '../../faults/fault.ts';
import { FLAG } from '../../wire/http2/frame-type.ts';
import { encodeFrame, encodeHeaderBlock } from '../../wire/http2/frame-writer.ts';
import { INITIAL_SETTINGS } from '../../wire/http2/settings.ts';
import { Credit } from './credit.ts';

/** RFC 9113 §6.1: Pad Length itself is a byte of the payload. */
const PAD_LENGTH_BYTES = 1;

/** Fits every peer, RFC 9113 §6.5.2, with room for padding. */
const MAX_FRAGMENT = INITIAL_SETTINGS.MAX_FRAME_SIZE - 256;

export interface WriterHost {
  /** To the client. */
  send(bytes: Uint8Array): void;
  /** Of the connection. */
  readonly credit: Credit;
  /** What the client allows us to send on the connection now. */
  readonly window: number;
  /** DATA of so many bytes is being sent. */
  spend(bytes: number): void;
  /** So much DATA of the server is not sent: it gets the credit that the client will not give. */
  dropData(bytes: number): void;
}

/** What flow control counts of a frame. */
interface Counted {
  /** Bytes of the server. */
  readonly length: number;
  /** Bytes of ours. */
  readonly extra: number;
}

interface Waiting extends Counted {
  /** Made when it is sent: header blocks of other streams may go before, and change what this one has to say. */
  readonly frames: () => readonly Uint8Array[];
  /** Of DATA: so many bytes of it, and the rest. */
  readonly split?: (bytes: number) => readonly [first: Waiting, rest: Waiting];
}

/**
 * Writes the frames of one answer to the client, in the form that faults ask for.
 *
 * What we add uses up credit that the server counts on. What it then sends beyond the client's windows waits here, and is never
 * more than what was added.
 */
export class StreamWriter {
  readonly #streamId: number;
  readonly #host: WriterHost;
  readonly #padding: number;
  readonly #fragmentBytes: number;
  /** Of the stream. */
  readonly credit = new Credit();
  #window: number;
  #waiting: Waiting[] = [];

  /** @param window what the client allows us to send on the stream now */
  constructor(streamId: number, faults: readonly TransportFault[], host: WriterHost, window: number) {
    this.#streamId = streamId;
    this.#host = host;
    this.#window = window;
    this.#padding = faults.find((fault) => fault.kind === 'PADDING')?.bytes ?? 0;
    this.#fragmentBytes = faults.find((fault) => fault.kind === 'CONTINUATION')?.fragmentBytes ?? MAX_FRAGMENT;
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** What the client allows us to send on the stream now. */
  get window(): number {
    return this.#window;
  }

  /** The client gives credit on the stream, or takes some back (RFC 9113 §6.9.2). */
  credited(bytes: number): void {
    this.#window += bytes;
  }

  /** The windows may have room again. */
  resume(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (!this.#fits(next)) {
        this.#sendPart(next);
        return;
      }
      this.#waiting.shift();
      this.#send(next);
    }
  }

  /** A client may give no more credit before most of its window is used. */
  #sendPart({ split }: Waiting): void {
    const room = Math.min(this.#window, this.#host.window);
    if (split === undefined || room <= 0) return;
    const [first, rest] = split(room);
    this.#waiting[0] = rest;
    this.#send(first);
  }

  /** @param block called when it is sent */
  headers(block: () => Uint8Array, endStream: boolean): void {
    const flagBits = endStream ? FLAG.END_STREAM : 0;
    const head = { type: 'HEADERS', streamId: this.#streamId, flagBits, padding: this.#padding } as const;
    const frames = () => encodeHeaderBlock({ ...head, fragment: block() }, this.#fragmentBytes);
    this.#sendOrWait({ frames, length: 0, extra: 0 });
  }

  /** @param bytes that the server sent, or parts of them */
  data(bytes: Uint8Array, endStream: boolean): void {
    const { length } = bytes;
    const extra = this.#extraFor(length);
    if (extra === 0) this.#sendOrWait(this.#data(bytes, endStream, true));
    else this.#send({ length, extra, frames: () => [this.#frame(bytes, endStream, this.#padding)] });
  }

  /** DATA that the server did not send. */
  ownData(bytes: Uint8Array, endStream: boolean): void {
    this.#sendOrWait(this.#data(bytes, endStream, false));
  }

  /** What waits is not sent any more. */
  discard(): void {
    for (const { length } of this.#waiting) this.#host.dropData(length);
    this.#waiting = [];
  }

  /** At once, in place of what waits. */
  rst(errorCode: number): void {
    this.discard();
    this.#host.send(encodeFrame({ type: 'RST_STREAM', streamId: this.#streamId, errorCode }));
  }

  #data(given: Uint8Array, endStream: boolean, isOfServer: boolean): Waiting {
    const { length } = given;
    const counted = isOfServer ? { length, extra: 0 } : { length: 0, extra: length };
    // What waits outlives the chunk that it came in.
    const bytes = !this.isWaiting && this.#fits(counted) ? given : given.slice();
    return {
      ...counted,
      frames: () => [this.#frame(bytes, endStream, 0)],
      split: (at) => [
        this.#data(bytes.subarray(0, at), false, isOfServer),
        this.#data(bytes.subarray(at), endStream, isOfServer),
      ],
    };
  }

  #frame(bytes: Uint8Array, endStream: boolean, padding: number): Uint8Array {
    const flagBits = endStream ? FLAG.END_STREAM : 0;
    return encodeFrame({ type: 'DATA', streamId: this.#streamId, flagBits, bytes, padding });
  }

  #sendOrWait(next: Waiting): void {
    if (!this.isWaiting && this.#fits(next)) {
      this.#send(next);
      return;
    }
    this.#waiting.push(next);
    if (this.#waiting.length === 1) this.resume();
  }

  #send({ frames, length, extra }: Waiting): void {
    this.#window -= length + extra;
    this.#host.spend(length + extra);
    this.#host.credit.added(extra);
    this.credit.added(extra);
    for (const frame of frames()) this.#host.send(frame);
  }

  #fits({ length, extra }: Counted): boolean {
    const bytes = length + extra;
    return bytes === 0 || (bytes <= this.#window && bytes <= this.#host.window);
  }

  /** Padding counts as DATA, RFC 9113 §6.1: where the client's windows have no room for it there is none. */
  #extraFor(length: number): number {
    const extra = this.#padding + PAD_LENGTH_BYTES;
    const isWanted = this.#padding > 0 && !this.isWaiting && length + extra <= INITIAL_SETTINGS.MAX_FRAME_SIZE;
    return isWanted && this.#fits({ length, extra }) ? extra : 0;
  }
}
