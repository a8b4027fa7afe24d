/** The fragments of a header block, joined for HPACK: RFC 9113 §4.3, §6.10. */

import type { Violation } from '../violation.ts';
import { ByteAccumulator } from './byte-accumulator.ts';
import { ERROR_CODE } from './error-code.ts';
import type { FrameItem } from './frame.ts';
import { FLAG, FRAME_TYPE, frameTypeName } from './frame-type.ts';
import { connectionError } from './violations.ts';

/**
 * The longest header block that is held, in bytes, compressed. Servers end connections over far smaller ones; without an end,
 * CONTINUATION frames fill the memory (CVE-2024-27316 and its kin). Empty ones are counted, and cost nothing.
 */
export const MAX_HEADER_BLOCK = 256 * 1024;

interface BlockFacts {
  readonly kind: 'HEADERS' | 'PUSH_PROMISE';
  readonly streamId: number;
  /** END_STREAM is on HEADERS, though CONTINUATIONs may follow it, RFC 9113 §6.2. */
  readonly endStream: boolean;
  /** 0 where `kind` is HEADERS. */
  readonly promisedStreamId: number;
  /** HEADERS or PUSH_PROMISE, and its CONTINUATIONs. */
  readonly frames: number;
  /** Bytes of all fragments. */
  readonly blockLength: number;
}

/** The whole block. Where it came in one frame, `block` is that frame's fragment: use it before the next push, or copy it. */
export interface CompleteBlock extends BlockFacts {
  readonly outcome: 'COMPLETE';
  readonly block: Uint8Array;
}

/**
 * The block has ended, and not all of it could be held. HPACK state is shared by all blocks of a direction (RFC 7541 §2.2):
 * nothing that comes after it can be decoded.
 */
export interface UnreadableBlock extends BlockFacts {
  readonly outcome: 'UNREADABLE';
  /** TOO_LONG: past MAX_HEADER_BLOCK. MALFORMED: one of its frames was. */
  readonly reason: 'TOO_LONG' | 'MALFORMED';
}

/** A frame came where it must not. A block that was open is dropped: nothing after it can be decoded either. */
export interface BrokenBlock {
  readonly outcome: 'VIOLATION';
  readonly violation: Violation;
}

export type HeaderBlockResult = CompleteBlock | UnreadableBlock | BrokenBlock;

interface OpenBlock {
  readonly kind: BlockFacts['kind'];
  readonly streamId: number;
  readonly endStream: boolean;
  readonly promisedStreamId: number;
  frames: number;
  blockLength: number;
  held: ByteAccumulator | undefined;
  /** Why the block is unreadable: then nothing is held. */
  lost: UnreadableBlock['reason'] | undefined;
}

/** One for each direction of a connection. It takes every frame, since none may come between those of a block. */
export class HeaderBlockAssembler {
  #open: OpenBlock | undefined;

  /**
   * Undefined where the frame ends no header block and breaks no rule. DATA may come as its parts, as its frame, or as both:
   * after the first of them nothing is open that the others could break.
   */
  push(frame: FrameItem): HeaderBlockResult | undefined {
    if (this.#open !== undefined) return this.#pushInside(this.#open, frame);
    if (startsBlock(frame)) return this.#begin(frame);
    if (frame.typeCode !== FRAME_TYPE.CONTINUATION) return undefined;
    return broken(`CONTINUATION on stream ${frame.streamId} follows no HEADERS or PUSH_PROMISE`);
  }

  #begin(frame: FrameItem): HeaderBlockResult | undefined {
    const open = openBlock(frame);
    const fragment = fragmentOf(frame);
    // The usual case, without a copy: the block is in one frame.
    if (endsBlock(frame)) return closedBlock(open, fragment);
    hold(open, fragment);
    this.#open = open;
    return undefined;
  }

  #pushInside(open: OpenBlock, frame: FrameItem): HeaderBlockResult | undefined {
    if (frame.typeCode !== FRAME_TYPE.CONTINUATION || frame.streamId !== open.streamId) return this.#drop(open, frame);
    open.frames += 1;
    open.blockLength += fragmentLength(frame);
    hold(open, fragmentOf(frame));
    if (!endsBlock(frame)) return undefined;
    this.#open = undefined;
    return closedBlock(open, open.held?.view());
  }

  #drop(open: OpenBlock, frame: FrameItem): BrokenBlock {
    this.#open = undefined;
    // So that the CONTINUATIONs of the intruder are not taken for strays: one mistake, one violation.
    if (startsBlock(frame) && !endsBlock(frame)) this.#begin(frame);
    return broken(
      `${frameTypeName(frame.typeCode)} on stream ${frame.streamId} came within a header block, ` +
        `expected CONTINUATION on stream ${open.streamId}`,
    );
  }
}

function broken(reason: string): BrokenBlock {
  return { outcome: 'VIOLATION', violation: connectionError(ERROR_CODE.PROTOCOL_ERROR, reason, 'RFC 9113 §6.10') };
}

function startsBlock(frame: FrameItem): boolean {
  return frame.typeCode === FRAME_TYPE.HEADERS || frame.typeCode === FRAME_TYPE.PUSH_PROMISE;
}

function endsBlock(frame: FrameItem): boolean {
  return (frame.flagBits & FLAG.END_HEADERS) !== 0;
}

/** Undefined where the frame is MALFORMED. */
function fragmentOf(frame: FrameItem): Uint8Array | undefined {
  return frame.type === 'HEADERS' || frame.type === 'CONTINUATION' || frame.type === 'PUSH_PROMISE'
    ? frame.fragment
    : undefined;
}

function fragmentLength(frame: FrameItem): number {
  return fragmentOf(frame)?.length ?? frame.length;
}

function openBlock(frame: FrameItem): OpenBlock {
  const isHeaders = frame.typeCode === FRAME_TYPE.HEADERS;
  return {
    kind: isHeaders ? 'HEADERS' : 'PUSH_PROMISE',
    streamId: frame.streamId,
    endStream: isHeaders && (frame.flagBits & FLAG.END_STREAM) !== 0,
    promisedStreamId: frame.type === 'PUSH_PROMISE' ? frame.promisedStreamId : 0,
    frames: 1,
    blockLength: fragmentLength(frame),
    held: undefined,
    lost: undefined,
  };
}

/** Copies: the fragment is a view of a chunk that is gone when the next one comes. */
function hold(open: OpenBlock, fragment: Uint8Array | undefined): void {
  if (open.lost !== undefined) return;
  if (fragment === undefined || open.blockLength > MAX_HEADER_BLOCK) {
    open.lost = fragment === undefined ? 'MALFORMED' : 'TOO_LONG';
    open.held = undefined;
    return;
  }
  open.held ??= new ByteAccumulator(MAX_HEADER_BLOCK);
  open.held.append(fragment, 0, fragment.length);
}

/** Spelt out and not spread: this is made for nearly every HEADERS frame. */
function closedBlock(open: OpenBlock, block: Uint8Array | undefined): CompleteBlock | UnreadableBlock {
  const { kind, streamId, endStream, promisedStreamId, frames, blockLength } = open;
  if (block === undefined) {
    const reason = open.lost ?? 'MALFORMED';
    return { outcome: 'UNREADABLE', kind, streamId, endStream, promisedStreamId, frames, blockLength, reason };
  }
  return { outcome: 'COMPLETE', kind, streamId, endStream, promisedStreamId, frames, blockLength, block };
}
