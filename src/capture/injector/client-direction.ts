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

const WHOLE = 'WHOLE';
const NOTHING = 'NOTHING';

/** What of a frame is for the server: the frame as it came, another one, or nothing. */
type ForServer = typeof WHOLE | typeof NOTHING | Uint8Array;

/** What a client says, on its way to the server, which must not hear of what it has not said. */
export class ClientDirection implements FrameSink {
  readonly #link: Link;
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
        return this.#link.isHolding;
      default:
        return false;
    }
  }

  frame(header: FrameHeader, payload: Uint8Array, hasGone: boolean): void {
    const forServer = this.#forServer(header, payload);
    // While following, as nearly always, nothing is built of what goes on by itself.
    if (hasGone || forServer === NOTHING) return;
    this.#link.toServer.forward(forServer === WHOLE ? rawFrame(header, payload) : forServer);
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

  #forServer(header: FrameHeader, payload: Uint8Array): ForServer {
    switch (header.typeCode) {
      case FRAME_TYPE.SETTINGS:
        return this.#settings(header, payload) ? WHOLE : NOTHING;
      case FRAME_TYPE.PING:
        return this.#ping(header, payload) ? WHOLE : NOTHING;
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

  #windowUpdate({ streamId }: FrameHeader, payload: Uint8Array): ForServer {
    const given = readUint31(payload, 0);
    const increment = this.#link.credited(streamId, given);
    if (increment === given) return WHOLE;
    return increment === 0 ? NOTHING : encodeFrame({ type: 'WINDOW_UPDATE', streamId, increment });
  }

  /** Where the client has a window of ours, the server does not know when it is used up. */
  #giveCredit(streamId: number, length: number, endStream: boolean): void {
    if (length === 0 || endStream || streamId <= this.#link.faults.ownWindowsAbove) return;
    this.#link.send(encodeFrame({ type: 'WINDOW_UPDATE', streamId, increment: length }));
  }
}
