import { viewOf } from '../../wire/http2/byte-slices.ts';
import type { FrameHeader } from '../../wire/http2/frame.ts';
import { encodeRawFrame } from '../../wire/http2/frame-header.ts';
import { FLAG, FRAME_TYPE } from '../../wire/http2/frame-type.ts';
import { encodeHeaderBlock } from '../../wire/http2/frame-writer.ts';
import { parseContinuation } from '../../wire/http2/frames/continuation.ts';
import { padLengthBytes } from '../../wire/http2/frames/data.ts';
import { parseHeaders } from '../../wire/http2/frames/headers.ts';
import { parsePushPromise } from '../../wire/http2/frames/push-promise.ts';
import { type CompleteBlock, HeaderBlockAssembler } from '../../wire/http2/header-block.ts';
import { INITIAL_SETTINGS } from '../../wire/http2/settings.ts';
import { type FrameSink, MAX_HELD_PAYLOAD } from './frame-cutter.ts';
import type { Link } from './link.ts';

/** What a server says, on its way to the client. */
export class ServerDirection implements FrameSink {
  readonly #link: Link;
  readonly #assembler = new HeaderBlockAssembler();
  /** The frames of the block that is open, as they came, where they have not gone on. */
  #frames: Uint8Array[] = [];
  #blockHasGone = false;
  #hasBegun = false;
  #isBlockOpen = false;

  constructor(link: Link) {
    this.#link = link;
  }

  /** The first frame of a server is its SETTINGS (RFC 9113 §3.4), and nothing comes between those of a header block (§4.3). */
  get mustNotBeInterrupted(): boolean {
    return !this.#hasBegun || (this.#isBlockOpen && this.#blockHasGone);
  }

  wants(header: FrameHeader): boolean {
    const { typeCode, flagBits, streamId, length } = header;
    switch (typeCode) {
      case FRAME_TYPE.DATA:
        return this.#wantsData(streamId, length);
      case FRAME_TYPE.HEADERS:
      case FRAME_TYPE.PUSH_PROMISE:
      case FRAME_TYPE.CONTINUATION:
        this.#isBlockOpen = (flagBits & FLAG.END_HEADERS) === 0;
        if (length > MAX_HELD_PAYLOAD) this.#link.blocks.lose();
        return true;
      case FRAME_TYPE.SETTINGS:
        this.#hasBegun = true;
        if ((flagBits & FLAG.ACK) === 0) this.#link.settings.sent(false);
        else this.#link.acknowledged();
        return this.#link.isHolding;
      case FRAME_TYPE.PING:
      case FRAME_TYPE.WINDOW_UPDATE:
      case FRAME_TYPE.RST_STREAM:
        return this.#link.isHolding;
      default:
        return false;
    }
  }

  frame(header: FrameHeader, payload: Uint8Array, hasGone: boolean): void {
    if (isOfBlock(header)) this.#block(header, payload, hasGone);
    else if (hasGone) return;
    else if (header.typeCode === FRAME_TYPE.DATA) this.#data(header, payload);
    else if (!this.#isHeld(header)) this.#forward(header, payload);
  }

  pass(bytes: Uint8Array): void {
    this.#link.toClient.forward(bytes);
  }

  ended(): void {
    this.#link.toClient.release();
  }

  #wantsData(streamId: number, length: number): boolean {
    const isTouched = this.#link.isTouched(streamId) || this.#link.credit.isOwed;
    if (this.#link.isHolding && isTouched && length <= MAX_HELD_PAYLOAD) return true;
    this.#link.spend(length);
    return false;
  }

  /** Whether the client is not to see it. */
  #isHeld({ typeCode, flagBits, streamId }: FrameHeader): boolean {
    const { faults } = this.#link;
    const isAck = (flagBits & FLAG.ACK) !== 0;
    switch (typeCode) {
      case FRAME_TYPE.SETTINGS:
        return isAck && faults.holdsSettingsAck;
      case FRAME_TYPE.PING:
        return isAck && faults.holdsPingAck;
      case FRAME_TYPE.WINDOW_UPDATE:
        return this.#holdsUpdate(streamId);
      case FRAME_TYPE.RST_STREAM:
        return this.#holdsReset(streamId);
      default:
        return false;
    }
  }

  #holdsReset(streamId: number): boolean {
    const { faults, streams } = this.#link;
    const stream = streams.get(streamId);
    // Its client has been told something else.
    const isHeld = streamId > faults.lastStreamId || stream?.isOver === true;
    // The end of an answer may wait yet.
    if (stream?.isReleased !== true || !stream.isOver) this.#link.forget(streamId);
    return isHeld;
  }

  #holdsUpdate(streamId: number): boolean {
    const { faults, streams } = this.#link;
    if (faults.holdsWindowUpdates || streamId > faults.ownWindowsAbove) return true;
    return streams.get(streamId)?.has('HOLD_WINDOW_UPDATE') ?? false;
  }

  #data(header: FrameHeader, payload: Uint8Array): void {
    const { streamId } = header;
    const isGone = streamId > this.#link.faults.lastStreamId;
    const stream = this.#link.streams.get(streamId) ?? (isGone ? undefined : this.#link.follow(streamId));
    const inFront = padLengthBytes(header);
    const padding = inFront === 0 ? 0 : Math.min(payload[0] ?? 0, payload.length - inFront);
    const content = viewOf(payload, inFront, payload.length - inFront - padding);
    const endStream = (header.flagBits & FLAG.END_STREAM) !== 0;
    if (stream === undefined) this.#link.dropData(payload.length);
    else stream.data(content, payload.length, endStream);
    if (endStream || stream?.isReleased === true) this.#link.release(streamId);
  }

  /** The frames of a header block go on together, when it is whole. */
  #block(header: FrameHeader, payload: Uint8Array, hasGone: boolean): void {
    const isFirst = header.typeCode !== FRAME_TYPE.CONTINUATION;
    if (isFirst) this.#blockHasGone = hasGone;
    if (!this.#blockHasGone) this.#frames.push(rawFrame(header, payload));
    else if (!hasGone) this.#forward(header, payload);
    const result = this.#assembler.push(parsed(header, payload));
    if (result === undefined) return;
    if (result.outcome === 'COMPLETE') this.#complete(result);
    else this.#lose();
    this.#frames = [];
  }

  #complete({ kind, streamId, endStream, block }: CompleteBlock): void {
    const { blocks, streams } = this.#link;
    const stream = streams.get(streamId);
    if (this.#blockHasGone || kind === 'PUSH_PROMISE') {
      blocks.follow(block);
      this.#forwardFrames();
    } else if (stream !== undefined) {
      stream.headers(block, endStream);
      if (endStream) this.#link.release(streamId);
    } else if (this.#link.isTouched(streamId)) {
      blocks.drop(blocks.read(block));
    } else {
      this.#untouched(streamId, block, endStream);
    }
  }

  /** The block of a stream with which nothing is wrong, on a connection where others may have changed what blocks mean. */
  #untouched(streamId: number, block: Uint8Array, endStream: boolean): void {
    const { blocks } = this.#link;
    const fragment = blocks.pass(block, blocks.read(block));
    if (fragment === block) {
      this.#forwardFrames();
      return;
    }
    const flagBits = endStream ? FLAG.END_STREAM : 0;
    const frames = encodeHeaderBlock(
      { type: 'HEADERS', streamId, flagBits, fragment },
      INITIAL_SETTINGS.MAX_FRAME_SIZE,
    );
    for (const frame of frames) this.#link.toClient.forward(frame);
  }

  /** What cannot be read goes on as it came. */
  #lose(): void {
    this.#link.blocks.lose();
    this.#forwardFrames();
  }

  #forwardFrames(): void {
    for (const frame of this.#frames) this.#link.toClient.forward(frame);
  }

  #forward(header: FrameHeader, payload: Uint8Array): void {
    this.#link.toClient.forward(rawFrame(header, payload));
  }
}

function isOfBlock({ typeCode }: FrameHeader): boolean {
  return (
    typeCode === FRAME_TYPE.HEADERS || typeCode === FRAME_TYPE.CONTINUATION || typeCode === FRAME_TYPE.PUSH_PROMISE
  );
}

function parsed(header: FrameHeader, payload: Uint8Array) {
  if (header.typeCode === FRAME_TYPE.HEADERS) return parseHeaders(header, payload, 0);
  if (header.typeCode === FRAME_TYPE.PUSH_PROMISE) return parsePushPromise(header, payload, 0);
  return parseContinuation(header, payload, 0);
}

export function rawFrame({ typeCode, flagBits, streamId }: FrameHeader, payload: Uint8Array): Uint8Array {
  return encodeRawFrame({ typeCode, flagBits, streamId, payload });
}
