import type {
  ConnectionClosed,
  ConnectionOpened,
  EventOf,
  Finding,
  Frame,
  Http1,
  Message,
  StreamClosed,
  StreamOpened,
  TraceLost,
} from './event.ts';

/** Numbers the events of the whole process, from 1, in the order they are made. */
export class Sequence {
  private last = 0;

  next(): number {
    this.last += 1;
    return this.last;
  }
}

/** The `seq` of an event that nobody keeps: numbers are for what is recorded, so that a gap means loss and nothing else. */
export const NOT_RECORDED = 0;

/**
 * Makes the events of one connection. One method for each kind, each with one object literal, so that events of a kind have
 * one shape and cost one allocation.
 */
export class EventSource {
  private readonly sequence: Sequence;
  readonly conn: string;
  private readonly openedAt: number;
  /** Whether the events that are made now are numbered. */
  isRecorded = true;

  /**
   * @param conn "c1", "c2", …
   * @param openedAt microseconds since the Unix epoch
   */
  constructor(sequence: Sequence, conn: string, openedAt: number) {
    this.sequence = sequence;
    this.conn = conn;
    this.openedAt = openedAt;
  }

  /** Milliseconds since the connection opened, at `time` (microseconds since the Unix epoch). */
  offsetMs(time: number): number {
    return (time - this.openedAt) / 1000;
  }

  connectionOpened(time: number, connectionOpened: ConnectionOpened): EventOf<'connectionOpened'> {
    const seq = this.nextSeq();
    return { seq, time, offsetMs: this.offsetMs(time), conn: this.conn, kind: 'connectionOpened', connectionOpened };
  }

  frame(time: number, frame: Frame): EventOf<'frame'> {
    const seq = this.nextSeq();
    return { seq, time, offsetMs: this.offsetMs(time), conn: this.conn, kind: 'frame', frame };
  }

  message(time: number, message: Message): EventOf<'message'> {
    const seq = this.nextSeq();
    return { seq, time, offsetMs: this.offsetMs(time), conn: this.conn, kind: 'message', message };
  }

  streamOpened(time: number, streamOpened: StreamOpened): EventOf<'streamOpened'> {
    const seq = this.nextSeq();
    return { seq, time, offsetMs: this.offsetMs(time), conn: this.conn, kind: 'streamOpened', streamOpened };
  }

  streamClosed(time: number, streamClosed: StreamClosed): EventOf<'streamClosed'> {
    const seq = this.nextSeq();
    return { seq, time, offsetMs: this.offsetMs(time), conn: this.conn, kind: 'streamClosed', streamClosed };
  }

  http1(time: number, http1: Http1): EventOf<'http1'> {
    const seq = this.nextSeq();
    return { seq, time, offsetMs: this.offsetMs(time), conn: this.conn, kind: 'http1', http1 };
  }

  finding(time: number, finding: Finding): EventOf<'finding'> {
    const seq = this.nextSeq();
    return { seq, time, offsetMs: this.offsetMs(time), conn: this.conn, kind: 'finding', finding };
  }

  connectionClosed(time: number, connectionClosed: ConnectionClosed): EventOf<'connectionClosed'> {
    const seq = this.nextSeq();
    return { seq, time, offsetMs: this.offsetMs(time), conn: this.conn, kind: 'connectionClosed', connectionClosed };
  }

  traceLost(time: number, traceLost: TraceLost): EventOf<'traceLost'> {
    const seq = this.nextSeq();
    return { seq, time, offsetMs: this.offsetMs(time), conn: this.conn, kind: 'traceLost', traceLost };
  }

  private nextSeq(): number {
    return this.isRecorded ? this.sequence.next() : NOT_RECORDED;
  }
}
