/**
 * The frames of HTTP/2 as values: what FrameReader gives, and (as outgoing-frame.ts says) what encodeFrame takes.
 *
 * A frame knows nothing of its connection, its stream or HPACK. Byte arrays in a frame that was read are views of the chunk
 * that was pushed: use them before the next push, or copy them.
 */

import type { Violation } from '../violation.ts';

/** The 9 bytes in front of every frame, RFC 9113 §4.1. */
export interface FrameHeader {
  /** Of the payload, in bytes. */
  readonly length: number;
  readonly typeCode: number;
  readonly flagBits: number;
  readonly streamId: number;
}

interface FrameBase extends FrameHeader {
  /** The rule of RFC 9113 §6 that this frame breaks by itself, whatever the state of its connection. */
  readonly violation?: Violation;
}

/**
 * A part of the content of a DATA frame, without padding, and all that is known of its frame from the start. A DATA frame is
 * read as its parts, as they come, and then the DataFrame: frames may be 16 MB long, and are never held.
 */
export interface DataPart extends FrameBase {
  readonly type: 'DATA_PART';
  /** Of the whole frame, without padding. */
  readonly dataLength: number;
  readonly padding: number;
  readonly bytes: Uint8Array;
}

/** §6.1. Comes after all its parts. `dataLength` is without padding. */
export interface DataFrame extends FrameBase {
  readonly type: 'DATA';
  readonly dataLength: number;
  readonly padding: number;
}

export interface PriorityFields {
  readonly streamDependency: number;
  readonly exclusive: boolean;
  /** 1 to 256. */
  readonly weight: number;
}

/** §6.2 */
export interface HeadersFrame extends FrameBase {
  readonly type: 'HEADERS';
  readonly fragment: Uint8Array;
  readonly padding: number;
  readonly priority?: PriorityFields;
}

/** §6.3 */
export interface PriorityFrame extends FrameBase {
  readonly type: 'PRIORITY';
  readonly priority: PriorityFields;
}

/** §6.4 */
export interface RstStreamFrame extends FrameBase {
  readonly type: 'RST_STREAM';
  readonly errorCode: number;
}

export interface SettingPair {
  readonly code: number;
  readonly value: number;
}

/** §6.5 */
export interface SettingsFrame extends FrameBase {
  readonly type: 'SETTINGS';
  readonly ack: boolean;
  readonly settings: readonly SettingPair[];
}

/** §6.6 */
export interface PushPromiseFrame extends FrameBase {
  readonly type: 'PUSH_PROMISE';
  readonly promisedStreamId: number;
  readonly fragment: Uint8Array;
  readonly padding: number;
}

/** §6.7 */
export interface PingFrame extends FrameBase {
  readonly type: 'PING';
  readonly ack: boolean;
  /** 8 bytes. */
  readonly opaque: Uint8Array;
}

/** §6.8 */
export interface GoawayFrame extends FrameBase {
  readonly type: 'GOAWAY';
  readonly lastStreamId: number;
  readonly errorCode: number;
  readonly debug: Uint8Array;
}

/** §6.9 */
export interface WindowUpdateFrame extends FrameBase {
  readonly type: 'WINDOW_UPDATE';
  readonly increment: number;
}

/** §6.10 */
export interface ContinuationFrame extends FrameBase {
  readonly type: 'CONTINUATION';
  readonly fragment: Uint8Array;
}

/** RFC 7838 §4 */
export interface AltsvcFrame extends FrameBase {
  readonly type: 'ALTSVC';
  readonly origin: Uint8Array;
  readonly fieldValue: Uint8Array;
}

/** RFC 8336 §2 */
export interface OriginFrame extends FrameBase {
  readonly type: 'ORIGIN';
  readonly origins: readonly Uint8Array[];
}

/** RFC 9218 §7.1 */
export interface PriorityUpdateFrame extends FrameBase {
  readonly type: 'PRIORITY_UPDATE';
  readonly prioritizedStreamId: number;
  readonly fieldValue: Uint8Array;
}

/** A frame of a type we have no name for, RFC 9113 §5.5. Its payload is kept, up to the reader's limit. */
export interface UnknownFrame extends FrameBase {
  readonly type: 'UNKNOWN';
  readonly payload: Uint8Array;
}

/**
 * A frame of a known type whose payload cannot be read: too long for its receiver or for our buffer, or too short for its
 * fields. `violation` says which; without one only our buffer was too small, and its sender did nothing wrong. `payload` is what
 * there is of it.
 */
export interface MalformedFrame extends FrameBase {
  readonly type: 'MALFORMED';
  readonly payload: Uint8Array;
}

export type Frame =
  | DataFrame
  | HeadersFrame
  | PriorityFrame
  | RstStreamFrame
  | SettingsFrame
  | PushPromiseFrame
  | PingFrame
  | GoawayFrame
  | WindowUpdateFrame
  | ContinuationFrame
  | AltsvcFrame
  | OriginFrame
  | PriorityUpdateFrame
  | UnknownFrame
  | MalformedFrame;

/** What FrameReader gives. */
export type FrameItem = Frame | DataPart;
