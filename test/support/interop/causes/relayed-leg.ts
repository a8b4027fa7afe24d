/** What a relay has recorded, read and diagnosed as our server would have: for what happens where our server is not. */

import { RULES } from '../../../../src/diagnose/rules/index.ts';
import { formatJson, toJson } from '../../../../src/formats/json.ts';
import { redactionOf, SECRET_HEADER_NAMES } from '../../../../src/redaction.ts';
import { ConnectionTrace } from '../../../../src/trace/connection.ts';
import type { TraceEvent } from '../../../../src/trace/event.ts';
import { EventSource, Sequence } from '../../../../src/trace/event-source.ts';
import { Http2Trace } from '../../../../src/trace/http2.ts';
import { noMessageTypes } from '../../../../src/trace/message.ts';
import { PreviewArena } from '../../../../src/wire/preview.ts';
import { causes } from '../../conversation.ts';
import type { RecordedConnection } from '../../recording-relay.ts';
import type { EvidenceRecord, FindingRecord, Leg } from './evidence.ts';

const PREVIEW_BYTES = 1024;

/** Its connections are "r1", "r2", … */
export function relayedLeg(connections: readonly RecordedConnection[]): Leg {
  const sequence = new Sequence();
  // The times of the trace begin with the first connection: the ticks in between are counted from 0.
  const start = connections[0]?.openedAt ?? 0;
  const events = connections.flatMap((connection, n) => play(connection, `r${n + 1}`, sequence, start));
  const found = causes([{ events, endsAt: Math.max(0, ...events.map(({ time }) => time)) }], RULES);
  return {
    events: events.map((event): EvidenceRecord => JSON.parse(formatJson(event))),
    findings: found.map(({ conn, finding }) => record(conn, { ...HEADER, conn, kind: 'finding', finding })),
  };
}

const HEADER = { seq: 1, time: 0, offsetMs: 0 } as const;

function record(conn: string, event: TraceEvent): FindingRecord {
  return { conn, ...JSON.parse(JSON.stringify(toJson(event).finding)) };
}

function play(recorded: RecordedConnection, conn: string, sequence: Sequence, start: number): TraceEvent[] {
  const { openedAt, clientPort, steps, ended } = recorded;
  const source = new EventSource(sequence, conn, openedAt - start);
  const http2 = new Http2Trace(source, {
    isSecret: redactionOf(SECRET_HEADER_NAMES),
    messageTypes: noMessageTypes,
    previews: new PreviewArena(PREVIEW_BYTES),
  });
  const peer = { address: '127.0.0.1', port: clientPort };
  const opened = { listener: 'proxy', role: 'SERVER', protocol: 'h2c', peer, local: { ...peer, port: 1 } } as const;
  const trace = new ConnectionTrace(source, http2, opened, openedAt - start);
  const events = trace.open();
  for (const { from, bytes, time } of steps) events.push(...trace.receive(from, bytes, time - start));
  if (ended !== undefined) events.push(...trace.close(ended.end, ended.time - start));
  return events;
}
