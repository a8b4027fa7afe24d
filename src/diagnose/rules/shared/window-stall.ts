/**
 * Senders that wait at a window that is used up, RFC 9113 §5.2. Each stall is of one kind, and each kind has a rule of its own.
 *
 * Who asks: L4, L5, L6, L7. Rules about streams that were silent or late may give way where `waitedAtWindow` says so.
 */

import type { Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { WindowFacts } from '../../facts/window.ts';
import { grpcFraming } from './grpc-framing.ts';

/** Credit takes a round trip, and a program that is busy a moment. Who gives none for so long does not read. */
export const STALL_MS = 2_000;

/** The prefix of a message. */
const PREFIX_BYTES = 5;

/** RFC 9113 §6.5.2. */
const INITIAL_WINDOW_SIZE = 4;

/**
 * STREAM: a stream's own window, while what was sent on it is not read (L4). CONNECTION: the window of the connection, at which other
 * streams wait too (L5). MESSAGE: the window is full of messages that are not complete (L6). LOST: of the connection's window, most went
 * to streams that have closed (L7).
 */
export type StallKind = 'STREAM' | 'CONNECTION' | 'MESSAGE' | 'LOST';

export interface Stall {
  readonly kind: StallKind;
  readonly sender: Side;
  readonly window: WindowFacts;
  readonly forMs: number;
  /** What the window is when all was given back. */
  readonly full: number;
}

export interface ConnectionStall extends Stall {
  readonly kind: Exclude<StallKind, 'STREAM'>;
  /** Those that have, or may have, something to say and credit of their own. */
  readonly waiting: readonly StreamFacts[];
  /** The one that was sent most, of those that are open. */
  readonly largest: StreamFacts | undefined;
  /** What open streams hold at most of what is missing. */
  readonly held: number;
}

/** @param also a stream that has just closed. @returns what keeps all streams of `sender` waiting, for long by now */
export function connectionStall(
  connection: ConnectionFacts,
  sender: Side,
  time: number,
  also?: StreamFacts,
): ConnectionStall | undefined {
  const { window } = connection.side(sender);
  const forMs = window.stalledForMs(time);
  if (forMs < STALL_MS) return undefined;
  const open = also === undefined ? [...connection.streams.values()] : [...connection.streams.values(), also];
  const waiting = open.filter((stream) => isWaiting(stream, sender));
  if (waiting.length === 0) return undefined;
  const full = window.full();
  const held = sum(open, (stream) => stream.side(sender).dataBytes);
  const largest = open.reduce((one, other) =>
    other.side(sender).dataBytes > one.side(sender).dataBytes ? other : one,
  );
  return { kind: connectionKind(open, sender, held, full), sender, window, forMs, full, waiting, largest, held };
}

/** @returns what keeps this stream waiting, for long by now, while its connection would let it send */
export function streamStall(
  connection: ConnectionFacts,
  stream: StreamFacts,
  sender: Side,
  time: number,
): Stall | undefined {
  const own = stream.side(sender);
  const window = own.usedWindow;
  if (window?.stalledSince === undefined || !hasMore(stream, sender)) return undefined;
  const forMs = window.stalledForMs(time);
  if (forMs < STALL_MS || connectionStall(connection, sender, time, stream) !== undefined) return undefined;
  const full = window.full(connection.otherThan(sender).settings.get(INITIAL_WINDOW_SIZE));
  const { pendingBytes, announced } = own.messages;
  const isLonger = announced !== undefined && announced + PREFIX_BYTES > full && pendingBytes >= full;
  return { kind: isLonger && hasMessages(stream, sender) ? 'MESSAGE' : 'STREAM', sender, window, forMs, full };
}

/** Whether `stream` waited at a window at `time`, for long by then: that is why it was silent. */
export function waitedAtWindow(connection: ConnectionFacts, stream: StreamFacts, time: number): boolean {
  return SIDES.some((sender) => stallOf(connection, stream, sender, time) !== undefined);
}

export const SIDES: readonly Side[] = ['CLIENT', 'SERVER'];

/** @returns what keeps `stream` waiting: its own window, or that of the connection */
export function stallOf(
  connection: ConnectionFacts,
  stream: StreamFacts,
  sender: Side,
  time: number,
): Stall | ConnectionStall | undefined {
  if (stream.side(sender).usedWindow?.stalledSince !== undefined) {
    const own = streamStall(connection, stream, sender, time);
    if (own !== undefined) return own;
  }
  if (connection.side(sender).window.stalledSince === undefined) return undefined;
  const shared = connectionStall(connection, sender, time, stream);
  return shared?.waiting.includes(stream) === true ? shared : undefined;
}

function connectionKind(
  open: readonly StreamFacts[],
  sender: Side,
  held: number,
  full: number,
): ConnectionStall['kind'] {
  // More than half of what was sent was sent on streams that are no more.
  if (held < full / 2) return 'LOST';
  const pending = sum(open, (stream) => (hasMessages(stream, sender) ? stream.side(sender).messages.pendingBytes : 0));
  return pending >= full ? 'MESSAGE' : 'CONNECTION';
}

/** Has credit of its own, and something to say, or has said nothing yet. */
function isWaiting(stream: StreamFacts, sender: Side): boolean {
  const own = stream.side(sender);
  if (own.ended || own.usedWindow?.stalledSince !== undefined) return false;
  return own.dataFrames === 0 ? !isAnswered(stream, sender) : hasMore(stream, sender);
}

/**
 * Whether more is to come of `sender`. A message that ended just where the window did may have been the last word for a while. Where nothing
 * shows how long a body is, it goes on until it has ended.
 */
function hasMore(stream: StreamFacts, sender: Side): boolean {
  const own = stream.side(sender);
  if (own.ended || isAnswered(stream, sender)) return false;
  if (hasMessages(stream, sender)) return own.messages.pendingBytes > 0;
  const contentLength = sender === 'CLIENT' ? stream.request.contentLength : stream.response?.contentLength;
  return contentLength === undefined || own.dataBytes < Number(contentLength);
}

/** Whether what `sender` sends can be told apart into messages: of the text form of gRPC-Web, and of garbage, it cannot. */
function hasMessages(stream: StreamFacts, sender: Side): boolean {
  if (!stream.isGrpc || stream.side(sender).messages.isLost) return false;
  return grpcFraming(stream.request.contentType) !== 'grpc-web-text';
}

/** Nobody waits for the rest of a request whose response is complete, RFC 9113 §8.1. Up to then it may have waited. */
function isAnswered(stream: StreamFacts, sender: Side): boolean {
  return sender === 'CLIENT' && stream.server.ended && stream.closed === undefined;
}

function sum(streams: readonly StreamFacts[], of: (stream: StreamFacts) => number): number {
  return streams.reduce((total, stream) => total + of(stream), 0);
}
