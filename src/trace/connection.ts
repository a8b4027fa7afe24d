import { type ConnectionFate, connectionOrigin } from './connection-origin.ts';
import type { ConnectionState, ConnectionSummary, RecordingState, StreamState } from './connection-state.ts';
import type { ConnectionClosed, ConnectionOpened, Side, TraceEvent } from './event.ts';
import type { EventSource } from './event-source.ts';
import type { OriginVerdict } from './origin-verdict.ts';
import type { ProtocolSummary, ProtocolTrace, TransportEnd } from './protocol-trace.ts';

/** The trace of one connection, from `open` to `close`: what is common to all protocols, around the one that reads its bytes. */
export class ConnectionTrace {
  private readonly source: EventSource;
  private protocol: ProtocolTrace;
  private clientBytes = 0;
  private serverBytes = 0;
  private readonly opened: ConnectionOpened;
  private readonly openedAt: number;
  private lastByteAt: number;
  private ended: ConnectionClosed | undefined = undefined;

  /** @param openedAt microseconds since the Unix epoch */
  constructor(source: EventSource, protocol: ProtocolTrace, opened: ConnectionOpened, openedAt: number) {
    this.source = source;
    this.protocol = protocol;
    this.opened = opened;
    this.openedAt = openedAt;
    this.lastByteAt = openedAt;
  }

  open(): TraceEvent[] {
    return [this.source.connectionOpened(this.openedAt, this.opened)];
  }

  /** @param time microseconds since the Unix epoch */
  receive(from: Side, chunk: Uint8Array, time: number): TraceEvent[] {
    if (from === 'CLIENT') this.clientBytes += chunk.length;
    else this.serverBytes += chunk.length;
    this.lastByteAt = time;
    const out: TraceEvent[] = [];
    this.protocol.receive(from, chunk, time, out);
    return out;
  }

  close(end: TransportEnd, time: number): TraceEvent[] {
    const out: TraceEvent[] = [];
    const summary = this.protocol.finish(end, time, out);
    this.ended = this.closed(end, summary, time);
    out.push(this.source.connectionClosed(time, this.ended));
    return out;
  }

  /**
   * Of what comes from now on only the bytes are counted. What was open stays open until `close`: nobody reads how it ends.
   *
   * @param reason why what comes can no longer be read
   */
  goBlind(reason: string, time: number): TraceEvent[] {
    this.protocol = unread(this.protocol);
    return [this.lost(reason, 0, time)];
  }

  /** To be asked between `open` and `close`, or behind it. @param time microseconds since the Unix epoch */
  summary(recording: RecordingState, time: number): ConnectionSummary {
    const { opened, openedAt, lastByteAt, clientBytes, serverBytes, ended } = this;
    const now = ended === undefined ? time : openedAt + ended.ageMs * 1000;
    return {
      conn: this.source.conn,
      openedAt,
      opened,
      recording,
      ageMs: (now - openedAt) / 1000,
      idleMs: (now - lastByteAt) / 1000,
      clientBytes,
      serverBytes,
      ...this.protocol.count(),
      ...(ended === undefined ? {} : { closed: ended }),
    };
  }

  /** Those that are open, by id. */
  streams(time: number): readonly StreamState[] {
    return this.protocol.streams(time);
  }

  state(recording: RecordingState, time: number): ConnectionState {
    const http2 = this.protocol.http2State();
    const summary = this.summary(recording, time);
    return { summary, ...(http2 === undefined ? {} : { http2 }), streams: this.protocol.streams(time) };
  }

  /** @param dropped how many events are missing; 0 where nobody knows */
  lost(reason: string, dropped: number, time: number): TraceEvent {
    return this.source.traceLost(time, { reason, dropped });
  }

  private closed(end: TransportEnd, summary: ProtocolSummary, time: number): ConnectionClosed {
    const { frames, streams, openStreams } = this.protocol.count();
    const { stage, firstBytes, clientHello = end.clientHello } = summary;
    const error = [end.error, summary.error].filter((each) => each !== undefined).join('; ');
    const fate = fateOf(end, summary, openStreams);
    const { origin, reason } = originOfEnd(fate, summary);
    return {
      ...(fate.endedBy === undefined ? {} : { endedBy: fate.endedBy }),
      how: fate.how,
      ...(error === '' ? {} : { error }),
      frames,
      streams,
      clientBytes: this.clientBytes,
      serverBytes: this.serverBytes,
      ageMs: this.source.offsetMs(time),
      stage,
      openStreams,
      origin,
      originReason: reason,
      ...(firstBytes === undefined ? {} : { firstBytes }),
      ...(clientHello === undefined ? {} : { clientHello }),
    };
  }
}

function fateOf(end: TransportEnd, summary: ProtocolSummary, openStreams: number): ConnectionFate {
  const { stage, goaway, isHttp1 = false, firstBytes = [], torn = [] } = summary;
  // A FIN that follows a GOAWAY is the GOAWAY carried out, whichever side's FIN came first.
  const announced = end.how === 'FIN' ? goaway?.from : undefined;
  const endedBy = announced ?? end.endedBy;
  return {
    how: announced === undefined ? end.how : 'GOAWAY',
    ...(endedBy === undefined ? {} : { endedBy }),
    stage,
    openStreams,
    ...(goaway === undefined ? {} : { goaway }),
    isHttp1,
    firstBytes,
    torn,
  };
}

/** That we cut it is known, whatever was read. */
function originOfEnd(fate: ConnectionFate, { verdict }: ProtocolSummary): OriginVerdict {
  return verdict === undefined || fate.how === 'LOCAL' ? connectionOrigin(fate) : verdict;
}

const UNREAD: OriginVerdict = {
  origin: 'UNKNOWN',
  reason: 'nobody read how it ended: its trace was lost before, and its stage is the one of that time',
};

/** What was read so far; the rest is bytes. */
function unread(protocol: ProtocolTrace): ProtocolTrace {
  return {
    receive() {},
    finish: () => ({ stage: protocol.count().openStreams > 0 ? 'ACTIVE' : 'IDLE', verdict: UNREAD }),
    count: () => protocol.count(),
    streams: (time) => protocol.streams(time),
    http2State: () => protocol.http2State(),
  };
}
