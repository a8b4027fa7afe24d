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
  readonly frame: Uint8Array;
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

  /** The client gives credit on the stream, or takes some back (RFC 9113 §6.9.2). */
  credited(bytes: number): void {
    this.#window += bytes;
  }

  /** The windows may have room again. */
  resume(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#send(next);
    }
  }

  headers(block: Uint8Array, endStream: boolean): void {
    const flagBits = endStream ? FLAG.END_STREAM : 0;
    const head = { type: 'HEADERS', streamId: this.#streamId, flagBits, fragment: block } as const;
    const frames = encodeHeaderBlock({ ...head, padding: this.#padding }, this.#fragmentBytes);
    for (const frame of frames) this.#sendOrWait({ frame, length: 0, extra: 0 });
  }

  /** @param bytes that the server sent, or parts of them */
  data(bytes: Uint8Array, endStream: boolean): void {
    const extra = this.#extraFor(bytes.length);
    this.#sendData(bytes, endStream, { length: bytes.length, extra }, extra === 0 ? 0 : this.#padding);
  }

  /** DATA that the server did not send. */
  ownData(bytes: Uint8Array, endStream: boolean): void {
    this.#sendData(bytes, endStream, { length: 0, extra: bytes.length }, 0);
  }

  /** At once: what waits is not sent any more. */
  rst(errorCode: number): void {
    for (const { length } of this.#waiting) this.#host.dropData(length);
    this.#waiting = [];
    this.#host.send(encodeFrame({ type: 'RST_STREAM', streamId: this.#streamId, errorCode }));
  }

  #sendData(bytes: Uint8Array, endStream: boolean, counted: Counted, padding: number): void {
    const flagBits = endStream ? FLAG.END_STREAM : 0;
    const frame = encodeFrame({ type: 'DATA', streamId: this.#streamId, flagBits, bytes, padding });
    this.#sendOrWait({ ...counted, frame });
  }

  #sendOrWait(next: Waiting): void {
    if (!this.isWaiting && this.#fits(next)) this.#send(next);
    else this.#waiting.push(next);
  }

  #send({ frame, length, extra }: Waiting): void {
    this.#window -= length + extra;
    this.#host.spend(length + extra);
    this.#host.credit.added(extra);
    this.credit.added(extra);
    this.#host.send(frame);
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
