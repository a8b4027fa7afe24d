/**
 * The trace of one HTTP/2 connection: both directions, its streams, and the events that their frames are. Seen from the middle:
 * every frame is recorded before it is forwarded, so what one side sends here the other has not seen yet.
 */

import { toHex } from '../wire/hex.ts';
import { errorName } from '../wire/http2/error-code.ts';
import type {
  DataFrame,
  FrameItem,
  PingFrame,
  RstStreamFrame,
  SettingsFrame,
  WindowUpdateFrame,
  Frame as WireFrame,
} from '../wire/http2/frame.ts';
import { FLAG } from '../wire/http2/frame-type.ts';
import type { Violation } from '../wire/violation.ts';
import { ClientPreface } from './client-preface.ts';
import type { Http2State, StreamState } from './connection-state.ts';
import { DataTrace } from './data.ts';
import { Direction } from './direction.ts';
import { emitFrame } from './emit-frame.ts';
import type { EndCause } from './end-cause.ts';
import type { ConnectionStage, Side, TraceEvent, Window } from './event.ts';
import type { EventSource } from './event-source.ts';
import { widen } from './flow-control.ts';
import { otherEvent, pingEvent } from './frame-event.ts';
import { type EndedBlock, HeaderTrace } from './headers.ts';
import type { Http2Options } from './http2-options.ts';
import { sideState, streamState } from './http2-state.ts';
import type { Announcement, ProtocolCount, ProtocolSummary, ProtocolTrace, TransportEnd } from './protocol-trace.ts';
import { ServerPreface } from './server-preface.ts';
import { exchangeSettings, windowOverflow } from './settings-exchange.ts';
import { streamClosed } from './stream-end.ts';
import { originOfCut } from './stream-origin.ts';
import { StreamTable } from './stream-table.ts';

/** Shared by all calls. */
const COMPLETE: EndCause = { kind: 'complete' };

type OtherFrame = Exclude<WireFrame, DataFrame>;

export class Http2Trace implements ProtocolTrace {
  private readonly source: EventSource;
  private readonly options: Http2Options;
  private readonly client = new Direction('CLIENT');
  private readonly server = new Direction('SERVER');
  private readonly table = new StreamTable();
  private readonly data: DataTrace;
  private readonly headers: HeaderTrace;
  private readonly clientPreface = new ClientPreface();
  private readonly serverPreface = new ServerPreface();
  /** Of who announced the end first. */
  private goaway: Announcement | undefined = undefined;

  constructor(source: EventSource, options: Http2Options) {
    this.source = source;
    this.options = options;
    this.data = new DataTrace(source, this.table, options);
    this.headers = new HeaderTrace(source, this.table, this.client, this.server, options);
  }

  receive(from: Side, chunk: Uint8Array, time: number, out: TraceEvent[]): void {
    const direction = from === 'CLIENT' ? this.client : this.server;
    const preface = from === 'CLIENT' ? this.clientPreface : this.serverPreface;
    const bytes = preface.strip(chunk);
    const items = direction.reader.push(bytes);
    for (let i = 0; i < items.length; i++) this.item(direction, items[i] as FrameItem, time, out);
  }

  private item(direction: Direction, wire: FrameItem, time: number, out: TraceEvent[]): void {
    if (wire.type === 'DATA_PART') this.data.part(direction, wire, time, out);
    else if (wire.type === 'DATA') this.dataEnd(direction, wire, time, out);
    else this.whole(direction, wire, time, out);
  }

  private whole(direction: Direction, wire: OtherFrame, time: number, out: TraceEvent[]): void {
    const violation = direction.begin(wire, this.table);
    const { block } = direction;
    if (block === undefined || block.outcome === 'VIOLATION') this.frame(direction, wire, violation, time, out);
    else this.blockEnd(direction, wire, block, violation, time, out);
  }

  private dataEnd(direction: Direction, wire: DataFrame, time: number, out: TraceEvent[]): void {
    this.data.end(direction, wire, time, out);
    if ((wire.flagBits & FLAG.END_STREAM) !== 0) this.endStream(direction, wire.streamId, time, out);
  }

  private blockEnd(
    direction: Direction,
    wire: OtherFrame,
    block: EndedBlock,
    violation: Violation | undefined,
    time: number,
    out: TraceEvent[],
  ): void {
    this.headers.blockEnd(direction, wire, block, violation, time, out);
    if (block.endStream) this.endStream(direction, block.streamId, time, out);
  }

  /** Any frame but DATA and those that end a header block. */
  private frame(
    direction: Direction,
    wire: OtherFrame,
    violation: Violation | undefined,
    time: number,
    out: TraceEvent[],
  ): void {
    switch (wire.type) {
      case 'SETTINGS':
        this.settings(direction, wire, violation, time, out);
        break;
      case 'PING':
        this.ping(direction, wire, violation, time, out);
        break;
      case 'WINDOW_UPDATE':
        this.windowUpdate(direction, wire, violation, time, out);
        break;
      case 'RST_STREAM':
        this.emit(direction, wire, undefined, violation, time, out);
        this.reset(direction, wire, time, out);
        break;
      case 'GOAWAY':
        direction.goawayLastStreamId = wire.lastStreamId;
        this.announce(direction.from, wire.errorCode);
        this.emit(direction, wire, undefined, violation, time, out);
        break;
      default:
        this.emit(direction, wire, undefined, violation, time, out);
    }
  }

  private announce(from: Side, errorCode: number): void {
    if (this.goaway === undefined || this.goaway.from === from) this.goaway = { from, error: errorName(errorCode) };
  }

  private emit(
    direction: Direction,
    wire: OtherFrame,
    window: Window | undefined,
    violation: Violation | undefined,
    time: number,
    out: TraceEvent[],
  ): void {
    emitFrame(this.source, direction, otherEvent(direction.from, wire, window, violation), time, out);
  }

  private settings(
    direction: Direction,
    wire: SettingsFrame,
    violation: Violation | undefined,
    time: number,
    out: TraceEvent[],
  ): void {
    const other = this.otherThan(direction);
    const overflow = windowOverflow(other, wire, this.table);
    if (wire.ack) other.announced.acknowledge();
    else direction.announced.announce(wire.settings);
    direction.isReady ||= !wire.ack;
    const bound = exchangeSettings(direction, other, wire, this.table);
    this.emit(direction, wire, { connection: bound.window }, violation ?? overflow, time, out);
  }

  private ping(
    direction: Direction,
    wire: PingFrame,
    violation: Violation | undefined,
    time: number,
    out: TraceEvent[],
  ): void {
    const opaque = toHex(wire.opaque);
    if (!wire.ack) direction.pings.sent(opaque, time);
    const rttMs = wire.ack ? this.otherThan(direction).pings.acknowledged(opaque, time) : undefined;
    const ping = rttMs === undefined ? { opaque, ack: wire.ack } : { opaque, ack: wire.ack, rttMs };
    emitFrame(this.source, direction, pingEvent(direction.from, wire, ping, violation), time, out);
  }

  private windowUpdate(
    direction: Direction,
    wire: WindowUpdateFrame,
    violation: Violation | undefined,
    time: number,
    out: TraceEvent[],
  ): void {
    const sender = this.otherThan(direction);
    const stream = this.table.get(wire.streamId)?.side(sender.from);
    const target = wire.streamId === 0 ? sender : stream;
    const scope = wire.streamId === 0 ? 'CONNECTION' : 'STREAM';
    const overflow = target === undefined ? undefined : widen(target, wire.increment, scope);
    const connection = sender.window;
    const window = stream === undefined ? { connection } : { connection, stream: stream.window };
    this.emit(direction, wire, window, violation ?? overflow, time, out);
  }

  private reset(direction: Direction, wire: RstStreamFrame, time: number, out: TraceEvent[]): void {
    const { streamId, errorCode } = wire;
    const unprocessed = this.isUnprocessed(streamId);
    this.data.showWaiting(this.client, streamId, time, out);
    this.data.showWaiting(this.server, streamId, time, out);
    const serverReady = this.server.isReady;
    const cause: EndCause = { kind: 'reset', from: direction.from, errorCode, unprocessed, serverReady };
    this.closeStream(streamId, cause, time, out);
  }

  private endStream(direction: Direction, streamId: number, time: number, out: TraceEvent[]): void {
    const stream = this.table.get(streamId);
    if (stream === undefined) return;
    stream.side(direction.from).ended = true;
    if (stream.complete) this.closeStream(streamId, COMPLETE, time, out);
  }

  private closeStream(streamId: number, cause: EndCause, time: number, out: TraceEvent[]): void {
    const stream = this.table.get(streamId);
    if (stream === undefined) return;
    this.table.close(streamId);
    out.push(this.source.streamClosed(time, streamClosed(stream, cause, time)));
  }

  finish(end: TransportEnd, time: number, out: TraceEvent[]): ProtocolSummary {
    this.data.cut(this.client, time, out);
    this.data.cut(this.server, time, out);
    const from = this.failedBy ?? end.endedBy ?? 'SERVER';
    const verdict = originOfCut(end, this.goaway);
    const serverReady = this.server.isReady;
    for (const stream of this.table.all()) {
      const unprocessed = this.isUnprocessed(stream.id);
      const cause: EndCause = { kind: 'connection', from, unprocessed, serverReady, verdict };
      out.push(this.source.streamClosed(time, streamClosed(stream, cause, time)));
    }
    return this.summary();
  }

  /**
   * Who declared the connection failed, RFC 9113 §5.4.1: whoever's FIN came first, that ended the streams. Not so a GOAWAY with
   * NO_ERROR: streams that it does not leave out are free to go on.
   */
  private get failedBy(): Side | undefined {
    return this.goaway === undefined || this.goaway.error === 'NO_ERROR' ? undefined : this.goaway.from;
  }

  private summary(): ProtocolSummary {
    const { goaway, clientPreface, serverPreface } = this;
    const error = this.defects().join('; ');
    const foreign = [clientPreface, serverPreface].filter(({ isForeign }) => isForeign);
    const firstBytes = foreign.map(({ beginning }) => beginning.firstBytes);
    const { clientHello } = clientPreface.beginning;
    const torn = [this.client, this.server].filter((side) => side.cutFrame() !== undefined).map(({ from }) => from);
    return {
      stage: this.stage,
      torn,
      ...(goaway === undefined ? {} : { goaway }),
      ...(error === '' ? {} : { error }),
      ...(firstBytes.length === 0 ? {} : { firstBytes }),
      ...(clientHello === undefined ? {} : { clientHello }),
    };
  }

  private defects(): string[] {
    const { clientPreface, serverPreface, client, server } = this;
    // That a server says nothing to a client which does not speak HTTP/2 is no wonder.
    const isNoWonder = clientPreface.defect !== undefined && serverPreface.beginning.isSilent;
    const ofServer = isNoWonder ? undefined : serverPreface.defect;
    return [clientPreface.defect, ofServer, client.cutFrame(), server.cutFrame()].filter((each) => each !== undefined);
  }

  private get stage(): ConnectionStage {
    if (!this.client.isReady || !this.server.isReady) return 'OPENING';
    if (this.goaway !== undefined) return 'DRAINING';
    return this.table.size > 0 ? 'ACTIVE' : 'IDLE';
  }

  count(): ProtocolCount {
    const frames = [...this.client.totals.totals(), ...this.server.totals.totals()];
    return { streams: this.table.opened, openStreams: this.table.size, frames };
  }

  http2State(): Http2State {
    const { isSecret } = this.options;
    return { client: sideState(this.client, isSecret), server: sideState(this.server, isSecret) };
  }

  streams(time: number): readonly StreamState[] {
    return this.table.all().map((stream) => streamState(this.source.conn, stream, time));
  }

  /** RFC 9113 §6.8: the last stream id of a server's GOAWAY is about the streams that the client began, which are odd. */
  private isUnprocessed(streamId: number): boolean {
    return (streamId & 1) === 1 && streamId > (this.server.goawayLastStreamId ?? Number.POSITIVE_INFINITY);
  }

  private otherThan(direction: Direction): Direction {
    return direction === this.client ? this.server : this.client;
  }
}
