/** Takes events apart, for all that is counted of them. Nine are a unary call, so each step is an addition or two. */

import type { Frame, StreamClosed, TraceEvent } from '../../trace/event.ts';
import { Connections, type OpenConnection, setTable } from './connections.ts';
import type { Family } from './family.ts';
import { Frames } from './frames.ts';
import type { GrpcCalls } from './grpc-calls.ts';
import { TraceCounts } from './trace-counts.ts';
import { WindowStalls } from './window-stalls.ts';

export class EventCounter {
  readonly families: readonly Family[];
  readonly trace = new TraceCounts();
  private readonly frames = new Frames();
  private readonly stalls = new WindowStalls();
  private readonly connections: Connections;
  private readonly calls: GrpcCalls;

  /** @param now microseconds since the Unix epoch */
  constructor(calls: GrpcCalls, now: () => number) {
    this.calls = calls;
    this.connections = new Connections(now);
    this.families = [this.connections, this.frames, this.stalls, this.trace].flatMap((each) => each.families);
  }

  count(event: TraceEvent): void {
    this.trace.event(event.kind);
    switch (event.kind) {
      case 'frame':
        this.frame(event.frame, event.conn, event.time);
        break;
      case 'message':
        // Who looks at the server is not its traffic: a Watch is a message for each event.
        if (this.connections.find(event.conn)?.listener !== 'admin') this.calls.message(event.message);
        break;
      case 'streamOpened':
        this.streamOpened(event.conn);
        break;
      case 'streamClosed':
        this.streamClosed(event.streamClosed, event.conn);
        break;
      case 'http1':
      case 'finding':
        break;
      case 'connectionOpened':
        this.connections.connectionOpened(event.conn, event.connectionOpened, event.time);
        break;
      case 'connectionClosed':
        this.connections.connectionClosed(event.connectionClosed);
        this.forget(event.conn);
        break;
      case 'traceLost':
        this.trace.traceLost();
        break;
    }
  }

  private frame(frame: Frame, conn: string, time: number): void {
    this.frames.frame(frame);
    const connection = this.connections.find(conn);
    switch (frame.type) {
      case 'DATA':
        if (connection !== undefined) this.stalls.data(connection.stalls, frame, time);
        break;
      case 'WINDOW_UPDATE':
        if (connection !== undefined) this.stalls.credit(connection.stalls, frame, time);
        break;
      case 'HEADERS':
      case 'CONTINUATION':
      case 'PUSH_PROMISE':
        this.headers(frame, connection);
        break;
      case 'PING':
        if (frame.ping !== undefined) this.frames.ping(frame, frame.ping);
        break;
      case 'RST_STREAM':
        if (frame.rstStream !== undefined) this.frames.reset(frame, frame.rstStream.errorCode);
        break;
      case 'GOAWAY':
        if (frame.goaway !== undefined) this.frames.goaway(frame, frame.goaway.errorCode);
        break;
      default:
        break;
    }
  }

  private headers(frame: Frame, connection: OpenConnection | undefined): void {
    if (frame.headers === undefined) return;
    this.frames.headers(frame, frame.headers);
    if (connection !== undefined) setTable(connection, frame.from, frame.headers);
  }

  private streamOpened(conn: string): void {
    const connection = this.connections.find(conn);
    if (connection !== undefined) connection.streams++;
  }

  private streamClosed(closed: StreamClosed, conn: string): void {
    this.frames.streamClosed(closed);
    const connection = this.connections.find(conn);
    if (connection === undefined) return;
    // A stream that nobody saw open is none of those that are counted.
    if (connection.streams > 0) connection.streams--;
    this.stalls.streamClosed(connection.stalls, closed.streamId);
  }

  private forget(conn: string): void {
    const connection = this.connections.find(conn);
    if (connection === undefined) return;
    this.stalls.connectionClosed(connection.stalls);
    this.connections.forget(conn);
  }
}
