/** What the rules about used up windows share: what was told already, and when a stream fails because of it. */

import type { Side, StreamClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { WindowFacts } from '../../facts/window.ts';
import type { Advice, Match } from '../../rule.ts';
import { endedByDeadline } from '../shared/deadline.ts';
import { endedByTimer } from '../shared/ended-by-timer.ts';
import { SIDES, STALL_MS, type Stall, stallOf, streamStall } from '../shared/window-stall.ts';
import { milliseconds, side } from '../words.ts';

export interface StalledStream extends Stall {
  readonly stream: StreamFacts;
  /** Others of the same method that stand still as well. */
  readonly others: number;
}

/** @returns whether nobody was told yet that this window is used up: asked once in each stall */
export function isNews(window: WindowFacts): boolean {
  if (window.toldOf === window.stalledSince) return false;
  window.toldOf = window.stalledSince;
  return true;
}

/** @returns one that nobody was told of, and with it all others of the same method */
export function newStreamStall(
  connection: ConnectionFacts,
  kind: 'STREAM' | 'MESSAGE',
  time: number,
): StalledStream | undefined {
  let first: { readonly stall: Stall; readonly stream: StreamFacts } | undefined;
  let others = 0;
  for (const stream of connection.streams.values()) {
    for (const sender of SIDES) {
      const stall = unknownStall(connection, stream, sender, kind, time);
      if (stall === undefined) continue;
      if (first !== undefined && (first.stream.name !== stream.name || first.stall.sender !== sender)) continue;
      isNews(stall.window);
      if (first === undefined) first = { stall, stream };
      else others += 1;
    }
  }
  return first && { ...first.stall, stream: first.stream, others };
}

/** Nearly all streams are sent away by the first line. */
function unknownStall(
  connection: ConnectionFacts,
  stream: StreamFacts,
  sender: Side,
  kind: 'STREAM' | 'MESSAGE',
  time: number,
): Stall | undefined {
  const window = stream.side(sender).usedWindow;
  if (window?.stalledSince === undefined || window.toldOf === window.stalledSince) return undefined;
  if (window.stalledForMs(time) < STALL_MS) return undefined;
  const stall = streamStall(connection, stream, sender, time);
  return stall?.kind === kind ? stall : undefined;
}

/** @returns what this stream waited for when it failed, where that is why it failed */
export function fatalStall(connection: ConnectionFacts, stream: StreamFacts, time: number): Stall | undefined {
  for (const sender of SIDES) {
    if (stream.side(sender).usedWindow === undefined && connection.side(sender).window.stalledSince === undefined)
      continue;
    const stall = stallOf(connection, stream, sender, time);
    if (stall !== undefined && isBecause(connection, stream, sender, time)) return stall;
  }
  return undefined;
}

/** Codes with which a reader that has changed its mind ends what it does not read. */
const CHANGED_ITS_MIND: ReadonlySet<string> = new Set(['CANCEL', 'NO_ERROR']);

/** A deadline, somebody's timer, and a sender that gives up have lost the call. A connection that was cut may have another reason. */
function isBecause(connection: ConnectionFacts, stream: StreamFacts, sender: Side, time: number): boolean {
  const { closed } = stream;
  if (closed === undefined) return false;
  if (endedByDeadline(stream, closed)) return true;
  const { how, endedBy, error = '' } = closed;
  if (how === 'RST_STREAM' && (endedBy === sender || !CHANGED_ITS_MIND.has(error))) return true;
  return endedByTimer(connection, stream, closed, time)?.proxy !== undefined;
}

/** "the client ended it with RST_STREAM CANCEL after 5 s" */
export function endInWords({ how, endedBy, error, durationMs, grpcStatus }: StreamClosed): string {
  const after = `after ${milliseconds(durationMs)}`;
  if (how === 'RST_STREAM') return `the ${side(endedBy)} ended it with RST_STREAM ${error} ${after}`;
  if (how === 'CONNECTION_CLOSED') return `the ${side(endedBy)} closed the connection ${after}`;
  return `it ended with grpc-status ${grpcStatus?.code} ${after}`;
}

export function reader(sender: Side): Side {
  return sender === 'CLIENT' ? 'SERVER' : 'CLIENT';
}

/** How a finding of a stream that failed differs from the one before it. */
export function fatal(match: Match, closed: StreamClosed, seq: number): Match {
  return {
    ...match,
    severity: 'ERROR',
    explanation: `${match.explanation} Then ${endInWords(closed)}.`,
    evidence: [...match.evidence, seq],
  };
}

/** Larger windows: they help where a reader is slow now and then, and never where it does not read. */
export const LARGER_WINDOWS: readonly Advice[] = [
  {
    side: 'client',
    of: 'grpc-go',
    change:
      'grpc.WithInitialWindowSize, grpc.WithInitialConnWindowSize; on servers grpc.InitialWindowSize, grpc.InitialConnWindowSize',
  },
  {
    side: 'client',
    of: 'grpc-java',
    change: 'NettyChannelBuilder.initialFlowControlWindow; on servers NettyServerBuilder.initialFlowControlWindow',
  },
  { side: 'client', of: 'grpc-core (C++, Python, Ruby)', change: 'grpc.http2.lookahead_bytes, grpc.http2.bdp_probe' },
  {
    side: 'proxy',
    of: 'Envoy',
    change:
      'http2_protocol_options.initial_stream_window_size and initial_connection_window_size, of the listener and of the cluster',
  },
  { side: 'proxy', of: 'HAProxy', change: 'tune.h2.fe.initial-window-size, tune.h2.be.initial-window-size' },
];
