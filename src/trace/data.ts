/** DATA frames: what is kept of them, and the gRPC messages that they carry. */

import type { DeframedMessage } from '../wire/grpc/message-deframer.ts';
import { type FramingViolation, WEB_TRAILERS_BIT } from '../wire/grpc/message-prefix.ts';
import { parseWebTrailers } from '../wire/grpc/web-trailers.ts';
import type { DataFrame, DataPart } from '../wire/http2/frame.ts';
import type { Direction } from './direction.ts';
import { emitFrame } from './emit-frame.ts';
import type { TraceEvent, Window } from './event.ts';
import type { EventSource } from './event-source.ts';
import { spend } from './flow-control.ts';
import { dataEvent } from './frame-event.ts';
import { redacted } from './header-fields.ts';
import { HeaderList } from './header-list.ts';
import type { Http2Options } from './http2-options.ts';
import { TracedMessage } from './message.ts';
import { OpenData } from './open-data.ts';
import type { Stream, StreamSide } from './stream.ts';
import type { StreamTable } from './stream-table.ts';

export class DataTrace {
  private readonly source: EventSource;
  private readonly streams: StreamTable;
  private readonly options: Http2Options;

  constructor(source: EventSource, streams: StreamTable, options: Http2Options) {
    this.source = source;
    this.streams = streams;
    this.options = options;
  }

  part(direction: Direction, part: DataPart, time: number, out: TraceEvent[]): void {
    const stream = this.streams.get(part.streamId);
    const side = stream?.side(direction.from);
    const open = direction.openData ?? this.open(direction, side, part);
    open.add(part.bytes);
    if (side !== undefined) deframe(side, part.bytes, open);
    if (open.isPreviewFull) this.show(direction, stream, open, time, out);
  }

  /** The frame is complete. */
  end(direction: Direction, frame: DataFrame, time: number, out: TraceEvent[]): void {
    const stream = this.streams.get(frame.streamId);
    const side = stream?.side(direction.from);
    const open = direction.openData ?? this.open(direction, side, frame);
    this.show(direction, stream, open, time, out);
    direction.openData = undefined;
    if (side === undefined) return;
    if (side.deframer?.inMessage !== true) side.messageBegan = undefined;
    else if (open.endedMessage || side.messageBegan === undefined) side.messageBegan = open.seq;
  }

  /** The connection ended inside the frame: what came of it is told all the same. */
  cut(direction: Direction, time: number, out: TraceEvent[]): void {
    const open = direction.openData;
    if (open !== undefined) this.show(direction, this.streams.get(open.streamId), open, time, out);
  }

  /** The stream ends while a DATA frame of it is on its way: messages that wait for its event belong in front of the end. */
  showWaiting(direction: Direction, streamId: number, time: number, out: TraceEvent[]): void {
    const open = direction.openData;
    if (open?.streamId === streamId && open.waiting.length > 0) this.cut(direction, time, out);
  }

  /** RFC 9113 §6.9.1: the whole payload counts, padding included. */
  private open(direction: Direction, side: StreamSide | undefined, header: DataFrame | DataPart): OpenData {
    const violation = direction.begin(header, this.streams);
    const overConnection = spend(direction, header.length, 'CONNECTION');
    const overStream = side === undefined ? undefined : spend(side, header.length, 'STREAM');
    const open = new OpenData(
      header,
      this.options.previews.preview(side?.isUnkept === true ? 0 : header.dataLength),
      violation ?? overConnection ?? overStream,
      side?.bytes ?? 0,
    );
    direction.openData = open;
    return open;
  }

  /** Makes the frame's event, once, and those of what waited for it. */
  private show(
    direction: Direction,
    stream: Stream | undefined,
    open: OpenData,
    time: number,
    out: TraceEvent[],
  ): void {
    if (open.seq === undefined && stream !== undefined) hideTrailers(stream.side(direction.from), open);
    const shown = open.seq ?? this.frame(direction, stream, open, time, out);
    open.seq = shown;
    if (stream === undefined) return;
    for (const message of open.takeMessages()) {
      if ((message.flag & WEB_TRAILERS_BIT) === 0) this.message(direction, stream, open, shown, message, time, out);
      else this.webTrailers(direction, stream, message);
    }
    if (open.unreadable === undefined) return;
    this.sayUnreadable(direction, stream, open.unreadable, time, out);
    open.unreadable = undefined;
  }

  private frame(
    direction: Direction,
    stream: Stream | undefined,
    open: OpenData,
    time: number,
    out: TraceEvent[],
  ): number {
    const frame = dataEvent(direction.from, open, windowAfter(direction, stream));
    return emitFrame(this.source, direction, frame, time, out);
  }

  private message(
    direction: Direction,
    stream: Stream,
    open: OpenData,
    lastFrame: number,
    message: DeframedMessage,
    time: number,
    out: TraceEvent[],
  ): void {
    const side = stream.side(direction.from);
    const { from } = direction;
    const { id: streamId, rpc } = stream;
    const { encoding, messages: index } = side;
    // Only the first message that ends in a frame can have begun in an earlier one.
    const firstFrame = open.endedMessage ? lastFrame : (side.messageBegan ?? lastFrame);
    open.endedMessage = true;
    side.messages += 1;
    const { compressed, length, truncated, preview } = message;
    const facts = { from, streamId, rpc, encoding, index, compressed, length, firstFrame, lastFrame, truncated };
    out.push(this.source.message(time, new TracedMessage(facts, preview, this.options.messageTypes)));
  }

  /** Compressed ones say nothing to us, long ones what of them is kept. */
  private webTrailers({ from }: Direction, stream: Stream, message: DeframedMessage): void {
    if (from === 'CLIENT') return;
    const { preview, compressed, truncated } = message;
    const trailers = compressed ? [] : parseWebTrailers(preview.bytes(), truncated);
    const sent = trailers.map((trailer) => ({ ...trailer, ...AS_TEXT }));
    stream.trail(new HeaderList(sent, redacted(sent, this.options.isSecret)));
    stream.response.trailersUnread = compressed || truncated;
  }

  private sayUnreadable(
    { from }: Direction,
    stream: Stream,
    { reason: why, spec }: FramingViolation,
    time: number,
    out: TraceEvent[],
  ): void {
    const reason = `no more messages of the ${from.toLowerCase()} on stream ${stream.id} can be read: ${why} (${spec})`;
    out.push(this.source.traceLost(time, { reason, from, dropped: 0 }));
  }
}

/** Not HPACK at all; what comes nearest. */
const AS_TEXT = { representation: 'LITERAL', index: 0 } as const;

/** Trailers of gRPC-Web are header fields in a body, of which some may be secret: by place, so that it does not matter how they were cut. */
function hideTrailers({ trailersAt }: StreamSide, open: OpenData): void {
  if (trailersAt !== undefined) open.hideFrom(trailersAt);
}

function deframe(side: StreamSide, bytes: Uint8Array, open: OpenData): void {
  // What comes behind the end of its side is no part of it.
  if (side.ended) return;
  side.bytes += bytes.length;
  const { deframer } = side;
  if (deframer === undefined) return;
  open.addMessages(deframer.push(bytes));
  side.trailersAt = deframer.trailersAt;
  open.unreadable = deframer.violation;
  if (open.unreadable !== undefined) side.deframer = undefined;
}

function windowAfter(direction: Direction, stream: Stream | undefined): Window {
  const connection = direction.window;
  return stream === undefined ? { connection } : { connection, stream: stream.side(direction.from).window };
}
