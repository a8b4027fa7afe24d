import { ByteAccumulator } from '../../wire/http2/byte-accumulator.ts';
import { NO_BYTES, viewOf } from '../../wire/http2/byte-slices.ts';
import type { FrameHeader } from '../../wire/http2/frame.ts';
import { FRAME_HEADER_LENGTH, readFrameHeader } from '../../wire/http2/frame-header.ts';

/**
 * Longer payloads are not held, and go on as they are: four times what peers allow by default (RFC 9113 §6.5.2), and
 * what Node's http2 never sends.
 */
export const MAX_HELD_PAYLOAD = 64 * 1024;

export interface FrameSink {
  /** A header is complete. @returns whether `frame` is to be given this frame; else it goes on as it comes */
  wants(header: FrameHeader): boolean;
  /**
   * A frame is complete.
   *
   * @param payload of this call only
   * @param hasGone it went on already, or is going; else it goes on only if the sink sends it
   */
  frame(header: FrameHeader, payload: Uint8Array, hasGone: boolean): void;
  /** Bytes of a frame that is not wanted. Never while following. */
  pass(bytes: Uint8Array): void;
  /** A frame is over, wanted or not: what is sent now comes behind it. */
  ended(header: FrameHeader): void;
}

/**
 * The bytes of one direction, cut into frames. It follows a direction whose bytes go on by themselves, or holds the frames that
 * its sink wants; from the one it can change to the other at any byte. What has begun to go on goes on whole.
 */
export class FrameCutter {
  readonly #sink: FrameSink;
  /** Of the client preface, RFC 9113 §3.4. */
  #prefaceLeft: number;
  readonly #header = new Uint8Array(FRAME_HEADER_LENGTH);
  #headerLength = 0;
  /** Of the header, that have gone on. */
  #headerGone = 0;
  #frame: FrameHeader | undefined = undefined;
  #payloadLeft = 0;
  #isWanted = false;
  #isGoing = false;
  #held: ByteAccumulator | undefined = undefined;

  /** @param prefaceLength bytes in front of the first frame */
  constructor(sink: FrameSink, prefaceLength = 0) {
    this.#sink = sink;
    this.#prefaceLeft = prefaceLength;
  }

  /** Some bytes of a frame have gone on, and others not: nothing else can be sent in between. */
  get isInside(): boolean {
    return this.#frame === undefined ? this.#headerGone > 0 : this.#isGoing;
  }

  /** The chunk goes on by itself. */
  follow(chunk: Uint8Array): void {
    this.#push(chunk, false);
  }

  /** The chunk goes on through the sink. */
  cut(chunk: Uint8Array): void {
    this.#push(chunk, true);
  }

  #push(chunk: Uint8Array, isCutting: boolean): void {
    let at = this.#skipPreface(chunk, isCutting);
    while (at < chunk.length) {
      at = this.#frame === undefined ? this.#readHeader(chunk, at, isCutting) : this.#readPayload(chunk, at, isCutting);
    }
  }

  #skipPreface(chunk: Uint8Array, isCutting: boolean): number {
    const length = Math.min(this.#prefaceLeft, chunk.length);
    if (length === 0) return 0;
    this.#prefaceLeft -= length;
    if (isCutting) this.#sink.pass(viewOf(chunk, 0, length));
    return length;
  }

  #readHeader(chunk: Uint8Array, start: number, isCutting: boolean): number {
    const end = Math.min(chunk.length, start + FRAME_HEADER_LENGTH - this.#headerLength);
    for (let at = start; at < end; at++) this.#header[this.#headerLength++] = chunk[at] as number;
    if (!isCutting) this.#headerGone = this.#headerLength;
    if (this.#headerLength === FRAME_HEADER_LENGTH) this.#begin(isCutting);
    return end;
  }

  #begin(isCutting: boolean): void {
    const frame = readFrameHeader(this.#header, 0);
    this.#frame = frame;
    this.#payloadLeft = frame.length;
    this.#isWanted = this.#sink.wants(frame) && frame.length <= MAX_HELD_PAYLOAD;
    this.#isGoing = !this.#isWanted || this.#headerGone > 0;
    if (isCutting && this.#isGoing) this.#sink.pass(this.#header.slice(this.#headerGone));
    this.#headerLength = 0;
    this.#headerGone = 0;
    if (this.#payloadLeft === 0) this.#end(frame, NO_BYTES);
  }

  #readPayload(chunk: Uint8Array, at: number, isCutting: boolean): number {
    const frame = this.#frame as FrameHeader;
    const length = Math.min(this.#payloadLeft, chunk.length - at);
    this.#payloadLeft -= length;
    if (isCutting && this.#isGoing) this.#sink.pass(viewOf(chunk, at, length));
    if (this.#payloadLeft > 0) this.#hold(frame, chunk, at, length);
    else this.#end(frame, this.#whole(chunk, at, length));
    return at + length;
  }

  #hold(frame: FrameHeader, chunk: Uint8Array, at: number, length: number): void {
    if (!this.#isWanted) return;
    this.#held ??= new ByteAccumulator(frame.length);
    this.#held.append(chunk, at, length);
  }

  /** The usual case is one without a copy: the payload is in one chunk. */
  #whole(chunk: Uint8Array, at: number, length: number): Uint8Array {
    if (this.#held === undefined) return viewOf(chunk, at, length);
    this.#held.append(chunk, at, length);
    return this.#held.view();
  }

  #end(frame: FrameHeader, payload: Uint8Array): void {
    const hasGone = this.#isGoing;
    this.#frame = undefined;
    this.#held = undefined;
    this.#isGoing = false;
    if (this.#isWanted) this.#sink.frame(frame, payload, hasGone);
    this.#sink.ended(frame);
  }
}
