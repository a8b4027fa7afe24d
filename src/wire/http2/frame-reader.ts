/** Bytes of one direction of a connection, in chunks cut anywhere, to frames. */

import { viewOf } from './byte-slices.ts';
import type { Frame, FrameHeader, FrameItem } from './frame.ts';
import { FRAME_HEADER_LENGTH, readFrameHeader } from './frame-header.ts';
import { FRAME_TYPE } from './frame-type.ts';
import { dataFrame, dataPart, padLengthBytes } from './frames/data.ts';
import { MAX_BUFFERED_PAYLOAD, readFrame } from './held-frame.ts';
import { PartialData } from './partial-data.ts';
import type { PartialFrame } from './partial-frame.ts';
import { PartialPayload } from './partial-payload.ts';
import { INITIAL_SETTINGS } from './settings.ts';
import { illegalSize } from './violations.ts';

export interface FrameReaderOptions {
  /** SETTINGS_MAX_FRAME_SIZE of the receiver, in bytes. Default 16,384. */
  readonly maxFrameSize?: number;
  /** Frames other than DATA with a longer payload become MALFORMED (or cut UNKNOWN). Default MAX_BUFFERED_PAYLOAD. */
  readonly maxBufferedPayload?: number;
}

/** What came of a frame that is not complete. */
export interface PendingFrame {
  /** Absent while the 9 bytes of the header are not complete. */
  readonly header?: FrameHeader;
  /** Of the payload; where `header` is absent, of the header: then 0 means that nothing is left over. */
  readonly bytes: number;
}

/** The client preface (preface.ts) is not a frame: the first push begins behind it. */
export class FrameReader {
  /** Frames whose header comes after a change are measured by it. */
  maxFrameSize: number;
  readonly #maxBufferedPayload: number;
  /** The beginning of a header that was cut by the end of a chunk. */
  readonly #headerBytes = new Uint8Array(FRAME_HEADER_LENGTH);
  #headerLength = 0;
  #partial: PartialFrame | undefined;

  constructor(options: FrameReaderOptions = {}) {
    this.maxFrameSize = options.maxFrameSize ?? INITIAL_SETTINGS.MAX_FRAME_SIZE;
    this.#maxBufferedPayload = options.maxBufferedPayload ?? MAX_BUFFERED_PAYLOAD;
  }

  /**
   * What `chunk` completes, in order. Byte arrays in the items are views of `chunk` where the frame is whole in it.
   * Never throws, whatever the bytes are.
   */
  push(chunk: Uint8Array): readonly FrameItem[] {
    const items: FrameItem[] = [];
    let at = this.#finishCutFrame(chunk, items);
    while (chunk.length - at >= FRAME_HEADER_LENGTH) {
      at = this.#readPayload(readFrameHeader(chunk, at), chunk, at + FRAME_HEADER_LENGTH, items);
    }
    this.#keepHeaderBytes(chunk, at);
    return items;
  }

  get pending(): PendingFrame {
    if (this.#partial === undefined) return { bytes: this.#headerLength };
    const { header, received } = this.#partial;
    return { header, bytes: received };
  }

  #finishCutFrame(chunk: Uint8Array, items: FrameItem[]): number {
    if (this.#partial !== undefined) return this.#takePartial(this.#partial, chunk, 0, items);
    if (this.#headerLength === 0) return 0;
    const at = this.#keepHeaderBytes(chunk, 0);
    if (this.#headerLength < FRAME_HEADER_LENGTH) return at;
    this.#headerLength = 0;
    return this.#readPayload(readFrameHeader(this.#headerBytes, 0), chunk, at, items);
  }

  /** Returns the offset behind the bytes that were kept. */
  #keepHeaderBytes(chunk: Uint8Array, start: number): number {
    const end = Math.min(chunk.length, start + FRAME_HEADER_LENGTH - this.#headerLength);
    for (let at = start; at < end; at++) this.#headerBytes[this.#headerLength++] = chunk[at] as number;
    return end;
  }

  /** Returns the offset behind what there is of the payload. */
  #readPayload(header: FrameHeader, chunk: Uint8Array, start: number, items: FrameItem[]): number {
    const oversize = this.#oversize(header);
    const isData = header.typeCode === FRAME_TYPE.DATA;
    if (header.length > chunk.length - start) {
      const partial = isData
        ? new PartialData(header, oversize)
        : new PartialPayload(header, this.#maxBufferedPayload, oversize);
      return this.#takePartial(partial, chunk, start, items);
    }
    if (isData) pushWholeData(header, chunk, start, oversize, items);
    else items.push(readFrame(header, chunk, start, this.#maxBufferedPayload, oversize));
    return start + header.length;
  }

  #oversize(header: FrameHeader): Frame['violation'] {
    if (header.length <= this.maxFrameSize) return undefined;
    return illegalSize(header, `at most ${this.maxFrameSize} (SETTINGS_MAX_FRAME_SIZE)`);
  }

  #takePartial(partial: PartialFrame, chunk: Uint8Array, start: number, items: FrameItem[]): number {
    const at = partial.take(chunk, start, items);
    this.#partial = partial.received === partial.header.length ? undefined : partial;
    return at;
  }
}

function pushWholeData(
  header: FrameHeader,
  chunk: Uint8Array,
  start: number,
  oversize: Frame['violation'],
  items: FrameItem[],
): void {
  const contentStart = padLengthBytes(header);
  const frame = dataFrame(header, contentStart === 0 ? 0 : (chunk[start] as number), oversize);
  if (frame.dataLength > 0) {
    items.push(dataPart(frame, viewOf(chunk, start + contentStart, frame.dataLength)));
  }
  items.push(frame);
}
