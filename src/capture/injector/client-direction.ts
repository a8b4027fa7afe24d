import { readUint31 } from '../../wire/http2/big-endian.ts';
import type { FrameHeader } from '../../wire/http2/frame.ts';
import { FLAG, FRAME_TYPE } from '../../wire/http2/frame-type.ts';
import { encodeFrame } from '../../wire/http2/frame-writer.ts';
import { parseSettings } from '../../wire/http2/frames/settings.ts';
import { SETTING } from '../../wire/http2/settings.ts';
import type { FrameSink } from './frame-cutter.ts';
import type { Link } from './link.ts';
import { pingNumber } from './pings.ts';
import { rawFrame } from './server-direction.ts';

/** RFC 9113 §6.9: the payload of WINDOW_UPDATE. */
const INCREMENT_BYTES = 4;

/** What a client says, on its way to the server, which must not hear of what it has not said. */
export class ClientDirection implements FrameSink {
  readonly #link: Link;
  isHolding = false;
  /** Nothing may come between the frames of a header block, RFC 9113 §4.3. */
  isBlockOpen = false;

  constructor(link: Link) {
    this.#link = link;
  }

  wants({ typeCode, flagBits, streamId, length }: FrameHeader): boolean {
    switch (typeCode) {
      case FRAME_TYPE.HEADERS:
      case FRAME_TYPE.CONTINUATION:
        this.isBlockOpen = (flagBits & FLAG.END_HEADERS) === 0;
        return false;
      case FRAME_TYPE.DATA:
        this.#giveCredit(streamId, length, (flagBits & FLAG.END_STREAM) !== 0);
        return false;
      case FRAME_TYPE.SETTINGS:
        return true;
      case FRAME_TYPE.WINDOW_UPDATE:
        return length === INCREMENT_BYTES;
      case FRAME_TYPE.PING:
        return this.isHolding;
      default:
        return false;
    }
  }

  frame(header: FrameHeader, payload: Uint8Array, hasGone: boolean): void {
    const passed = this.#passed(header, payload);
    if (!hasGone && passed !== undefined) this.#link.toServer.forward(passed);
  }

  /** A server must not hear of a stream from us before it has heard of it from its client, RFC 9113 §5.1. */
  ended({ typeCode, flagBits, streamId }: FrameHeader): void {
    this.#link.toServer.release();
    const isBlock = typeCode === FRAME_TYPE.HEADERS || typeCode === FRAME_TYPE.CONTINUATION;
    if (isBlock && (flagBits & FLAG.END_HEADERS) !== 0) this.#link.opened(streamId);
    if (typeCode === FRAME_TYPE.RST_STREAM) this.#link.forget(streamId);
  }

  pass(bytes: Uint8Array): void {
    this.#link.toServer.forward(bytes);
  }

  /** @returns what of it is for the server */
  #passed(header: FrameHeader, payload: Uint8Array): Uint8Array | undefined {
    switch (header.typeCode) {
      case FRAME_TYPE.SETTINGS:
        return this.#settings(header, payload) ? rawFrame(header, payload) : undefined;
      case FRAME_TYPE.PING:
        return this.#ping(header, payload) ? rawFrame(header, payload) : undefined;
      default:
        return this.#windowUpdate(header, payload);
    }
  }

  /** @returns whether it is for the server */
  #settings(header: FrameHeader, payload: Uint8Array): boolean {
    if ((header.flagBits & FLAG.ACK) !== 0) return !this.#link.settings.acknowledged();
    const { settings } = parseSettings(header, payload, 0);
    const window = settings.findLast(({ code }) => code === SETTING.INITIAL_WINDOW_SIZE)?.value;
    this.#link.announced(window);
    return true;
  }

  #ping(header: FrameHeader, payload: Uint8Array): boolean {
    const number = (header.flagBits & FLAG.ACK) === 0 ? undefined : pingNumber(payload);
    if (number === undefined) return true;
    this.#link.pingAnswered(number);
    return false;
  }

  #windowUpdate(header: FrameHeader, payload: Uint8Array): Uint8Array | undefined {
    const given = readUint31(payload, 0);
    const { streamId } = header;
    const forServer = this.#link.credited(streamId, given);
    if (forServer === given) return rawFrame(header, payload);
    return forServer === 0 ? undefined : encodeFrame({ type: 'WINDOW_UPDATE', streamId, increment: forServer });
  }

  /** Where the client has a window of ours, the server does not know when it is used up. */
  #giveCredit(streamId: number, length: number, endStream: boolean): void {
    if (length === 0 || endStream || streamId <= this.#link.faults.ownWindowsAbove) return;
    this.#link.send(encodeFrame({ type: 'WINDOW_UPDATE', streamId, increment: length }));
  }
}
