/**
 * Connections that are not recorded because they carry the trace, or what a page shows of it: their events would make others, without
 * end. Two things of them are recorded all the same: their end, and requests that change something, by their heads, since who changes
 * this server is to be in its trace, whatever else goes over the connection. Of one that was muted from its first request on, as those of
 * a page are, there is nothing unless it changes something (opening.ts).
 *
 * Bodies, messages and flow control are not: of a call that carries the trace they are what would have no end.
 */

import type { Publish } from '../capture/recorder.ts';
import type { Recording } from '../capture/recording.ts';
import type { Frame, Http1, TraceEvent } from '../trace/event.ts';
import { NOT_RECORDED, type Sequence } from '../trace/event-source.ts';
import { isRecorded } from '../trace/recording.ts';
import { Opening } from './opening.ts';

/** RFC 9110 §9.2.1: what is safe changes nothing. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Calls of one connection that are under way; of more, the oldest end without a word. */
const MAX_OPEN_CHANGES = 1_000;

export interface Muted {
  /** As in TraceDelivery. */
  mute(conn: string): () => void;
  /** Of all connections, recorded or not. */
  readonly observe: Publish;
}

export interface MutedOptions {
  readonly recording: Pick<Recording, 'mute' | 'has' | 'settings' | 'isHeld' | 'release'>;
  readonly sequence: Sequence;
  readonly record: Publish;
}

interface MutedConnection {
  /** How many have muted it. */
  times: number;
  readonly changes: Changes;
  /** Of one of which nothing has been told: what stands in front of the first thing that is. */
  untold: TraceEvent | undefined;
}

export function createMuted({ recording, sequence, record }: MutedOptions): Muted {
  const muted = new Map<string, MutedConnection>();
  const openings = new Map<string, Opening>();

  function tell(conn: string, events: readonly TraceEvent[]): void {
    // Muted or not, somebody may want nothing of it.
    if (events.length === 0 || !isRecorded(recording.settings, conn, 'admin')) return;
    record(events.map((event) => ({ ...event, seq: sequence.next() })));
  }

  function hold(conn: string, events: readonly TraceEvent[]): void {
    const opening = openings.get(conn) ?? new Opening();
    openings.set(conn, opening);
    if (!opening.take(events)) return;
    openings.delete(conn);
    recording.release(conn);
    tell(conn, opening.events);
  }

  function pass(conn: string, connection: MutedConnection, events: readonly TraceEvent[]): void {
    const changes = events.filter((event) => connection.changes.has(event));
    const { untold } = connection;
    if (untold !== undefined && changes.length > 0) {
      connection.untold = undefined;
      tell(conn, [untold]);
    }
    const end = events.at(-1);
    const isOver = end?.kind === 'connectionClosed';
    if (isOver) muted.delete(conn);
    tell(conn, isOver && connection.untold === undefined ? [...changes, end] : changes);
  }

  return {
    mute(conn) {
      const unmute = recording.mute(conn);
      if (!recording.has(conn)) return unmute;
      const held = openings.get(conn)?.events ?? [];
      openings.delete(conn);
      recording.release(conn);
      const connection = muted.get(conn) ?? { times: 0, changes: new Changes(), untold: held[0] };
      connection.times += 1;
      muted.set(conn, connection);
      // A change may have come with the first request, in one piece.
      pass(conn, connection, held);
      return () => {
        unmute();
        connection.times -= 1;
        if (connection.times === 0) muted.delete(conn);
      };
    },
    observe(events) {
      const [first] = events;
      if (first === undefined || first.seq !== NOT_RECORDED) return;
      const { conn } = first;
      const connection = muted.get(conn);
      if (connection !== undefined) pass(conn, connection, events);
      else if (openings.has(conn) || recording.isHeld(conn)) hold(conn, events);
    },
  };
}

/** The requests of a connection that change something. */
class Changes {
  /** HTTP/1.1: its responses come in the order of its requests, so all is of the change until another request comes. */
  private isHttp1Change = false;
  private readonly streams = new Set<number>();

  /** Whether the event is of one, and to be recorded. */
  has(event: TraceEvent): boolean {
    switch (event.kind) {
      case 'http1':
        return this.hasHttp1(event.http1);
      case 'frame':
        return this.hasFrame(event.frame);
      case 'streamOpened':
        return this.streams.has(event.streamOpened.streamId);
      case 'streamClosed':
        return this.streams.delete(event.streamClosed.streamId);
      default:
        return false;
    }
  }

  private hasHttp1({ from, stage, startLine }: Http1): boolean {
    if (from === 'CLIENT' && stage === 'HEAD') this.isHttp1Change = isChange(startLine.split(' ')[0]);
    return this.isHttp1Change;
  }

  private hasFrame({ streamId, headers, rstStream }: Frame): boolean {
    if (headers?.category === 'REQUEST') {
      const method = headers.fields.find(({ name }) => name === ':method')?.value;
      if (isChange(method)) this.add(streamId);
    }
    return this.streams.has(streamId) && (headers !== undefined || rstStream !== undefined);
  }

  private add(streamId: number): void {
    const [oldest] = this.streams;
    if (this.streams.size >= MAX_OPEN_CHANGES && oldest !== undefined) this.streams.delete(oldest);
    this.streams.add(streamId);
  }
}

/** Of a method that nobody could read: it may be one. */
function isChange(method: string | undefined): boolean {
  return method === undefined || !SAFE_METHODS.has(method);
}
