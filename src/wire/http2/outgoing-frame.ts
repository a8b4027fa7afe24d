/**
 * Frames as the writer takes them: the frames of frame.ts without what the writer works out. A frame that was read can be
 * written again, except DATA, whose content went by in parts, and MALFORMED: say those as a RawFrame.
 */

import type {
  AltsvcFrame,
  ContinuationFrame,
  FrameHeader,
  GoawayFrame,
  HeadersFrame,
  OriginFrame,
  PingFrame,
  PriorityFrame,
  PriorityUpdateFrame,
  PushPromiseFrame,
  RstStreamFrame,
  SettingsFrame,
  UnknownFrame,
  WindowUpdateFrame,
} from './frame.ts';

type WorkedOut = 'length' | 'typeCode' | 'violation';
type Defaulted = 'flagBits' | 'padding' | 'ack';

/**
 * `flagBits`: default 0. A flag that another property implies (PADDED by padding > 0, PRIORITY by priority, ACK by ack) is set
 * as well; PADDED without padding is Pad Length 0.
 */
export type Outgoing<F extends FrameHeader> = Omit<F, WorkedOut | Defaulted> & Partial<Pick<F, Defaulted & keyof F>>;

export interface OutgoingData {
  readonly type: 'DATA';
  readonly streamId: number;
  readonly flagBits?: number;
  readonly bytes: Uint8Array;
  readonly padding?: number;
}

export type OutgoingUnknown = Outgoing<UnknownFrame> & Pick<UnknownFrame, 'typeCode'>;

/** A frame that begins a header block. */
export type OutgoingBlockStart = Outgoing<HeadersFrame> | Outgoing<PushPromiseFrame>;

export type OutgoingFrame =
  | OutgoingData
  | OutgoingBlockStart
  | Outgoing<PriorityFrame>
  | Outgoing<RstStreamFrame>
  | Outgoing<SettingsFrame>
  | Outgoing<PingFrame>
  | Outgoing<GoawayFrame>
  | Outgoing<WindowUpdateFrame>
  | Outgoing<ContinuationFrame>
  | Outgoing<AltsvcFrame>
  | Outgoing<OriginFrame>
  | Outgoing<PriorityUpdateFrame>
  | OutgoingUnknown;
