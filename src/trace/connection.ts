import type { ConnectionClosed, ConnectionOpened, Side, TraceEvent } from './event.ts';
import type { EventSource } from './event-source.ts';
import type { ProtocolSummary, ProtocolTrace, TransportEnd } from './protocol-trace.ts';

/** The trace of one connection, from `open` to `close`: what is common to all protocols, around the one that reads its bytes. */
export class ConnectionTrace {
  private readonly source: EventSource;
  private readonly protocol: ProtocolTrace;
  private clientBytes = 0;
  private serverBytes = 0;

  constructor(source: EventSource, protocol: ProtocolTrace) {
    this.source = source;
    this.protocol = protocol;
  }

  open(opened: ConnectionOpened, time: number): TraceEvent[] {
    return [this.source.connectionOpened(time, opened)];
  }

  /** @param time microseconds since the Unix epoch */
  receive(from: Side, chunk: Uint8Array, time: number): TraceEvent[] {
    if (from === 'CLIENT') this.clientBytes += chunk.length;
    else this.serverBytes += chunk.length;
    const out: TraceEvent[] = [];
    this.protocol.receive(from, chunk, time, out);
    return out;
  }

  close(end: TransportEnd, time: number): TraceEvent[] {
    const out: TraceEvent[] = [];
    const summary = this.protocol.finish(end, time, out);
    out.push(this.source.connectionClosed(time, this.closed(end, summary, time)));
    return out;
  }

  /** The last event of a connection that can no longer be traced. */
  lost(reason: string, time: number): TraceEvent {
    return this.source.traceLost(time, { reason, dropped: 0 });
  }

  private closed(end: TransportEnd, summary: ProtocolSummary, time: number): ConnectionClosed {
    const error = [end.error, summary.error].filter((each) => each !== undefined).join('; ');
    // A FIN that follows a GOAWAY is the GOAWAY carried out, whichever side's FIN came first.
    const announced = summary.goawayFrom !== undefined && end.how === 'FIN' ? summary.goawayFrom : undefined;
    const endedBy = announced ?? end.endedBy;
    return {
      ...(endedBy === undefined ? {} : { endedBy }),
      how: announced === undefined ? end.how : 'GOAWAY',
      ...(error === '' ? {} : { error }),
      frames: summary.frames,
      streams: summary.streams,
      clientBytes: this.clientBytes,
      serverBytes: this.serverBytes,
      ageMs: this.source.offsetMs(time),
    };
  }
}
