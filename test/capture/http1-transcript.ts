/** HTTP/1.1 traces as lines that can be read: `C0 HEAD GET / HTTP/1.1 | Host: a` and `C0 END 3 | trailer: x`. */

import { Http1Trace } from '../../src/capture/http1-trace.ts';
import { type IsSecret, redactionOf, SECRET_HEADER_NAMES } from '../../src/redaction.ts';
import type { Http1, Http1Field, Side, TraceEvent } from '../../src/trace/event.ts';
import { EventSource, Sequence } from '../../src/trace/event-source.ts';
import type { ProtocolCount, ProtocolSummary, TransportEnd } from '../../src/trace/protocol-trace.ts';

export interface Http1Session {
  client(text: string): void;
  server(text: string): void;
  /** Default: a FIN of the client. */
  finish(end?: TransportEnd): ProtocolSummary;
  count(): ProtocolCount;
  readonly lines: string[];
  readonly events: TraceEvent[];
}

/** Strings are one byte per character. */
export function http1Session(isSecret: IsSecret = redactionOf(SECRET_HEADER_NAMES)): Http1Session {
  const trace = new Http1Trace(new EventSource(new Sequence(), 'c1', 0), { isSecret });
  const lines: string[] = [];
  const events: TraceEvent[] = [];
  const add = (out: readonly TraceEvent[]) => {
    events.push(...out);
    lines.push(...out.map(lineOf));
  };
  const receive = (from: Side, text: string) => {
    const out: TraceEvent[] = [];
    trace.receive(from, Buffer.from(text, 'latin1'), 0, out);
    add(out);
  };
  return {
    client: (text) => receive('CLIENT', text),
    server: (text) => receive('SERVER', text),
    finish(end = { endedBy: 'CLIENT', how: 'FIN' }) {
      const out: TraceEvent[] = [];
      const summary = trace.finish(end, 0, out);
      add(out);
      return summary;
    },
    count: () => trace.count(),
    lines,
    events,
  };
}

function lineOf(event: TraceEvent): string {
  if (event.kind === 'http1') return http1Line(event.http1);
  return event.kind === 'traceLost' ? `LOST ${event.traceLost.from}: ${event.traceLost.reason}` : event.kind;
}

function http1Line({ from, stage, index, startLine, fields, bodyLength, trailers }: Http1): string {
  const side = `${from[0]}${index}`;
  if (stage === 'HEAD') return [`${side} HEAD ${startLine}`, ...shown(fields)].join(' | ');
  return [`${side} END ${bodyLength}`, ...shown(trailers)].join(' | ');
}

function shown(fields: readonly Http1Field[] = []): string[] {
  return fields.map(({ name, value, redacted }) => `${name}: ${redacted ? '(redacted)' : value}`);
}
