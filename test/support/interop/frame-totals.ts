/** How many frames of each type every connection had: as `connectionClosed` says, as the events say, as the bytes say. */

import type { Side } from '../../../src/trace/event.ts';
import type { Counted, RelayedConnection } from './byte-counter.ts';
import { connectionsByPort, type TraceRecord } from './trace-record.ts';

/** RFC 9113 §6: the names of the type codes 0 to 9. */
const TYPE_NAMES = [
  ['DATA', 'HEADERS', 'PRIORITY', 'RST_STREAM', 'SETTINGS'],
  ['PUSH_PROMISE', 'PING', 'GOAWAY', 'WINDOW_UPDATE', 'CONTINUATION'],
].flat();

/** Connection id → for example "CLIENT DATA" → count. */
export type Totals = ReadonlyMap<string, Readonly<Record<string, number>>>;

export function totalsOfClosed(trace: readonly TraceRecord[]): Totals {
  const totals = new Map<string, Record<string, number>>();
  for (const { conn, connectionClosed } of trace) {
    if (connectionClosed === undefined) continue;
    const entries = (connectionClosed.frames ?? []).map(({ from, type, count }) => [`${from} ${type}`, count] as const);
    totals.set(conn, Object.fromEntries(entries));
  }
  return totals;
}

export function totalsOfFrames(trace: readonly TraceRecord[]): Totals {
  const totals = new Map<string, Record<string, number>>();
  for (const { conn, frame } of trace) {
    if (frame === undefined) continue;
    const counts = totals.get(conn) ?? {};
    totals.set(conn, counts);
    const key = `${frame.from} ${frame.type}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return totals;
}

export function totalsOfRelayed(relayed: readonly RelayedConnection[], trace: readonly TraceRecord[]): Totals {
  return byConnection(relayed, trace, ({ client, server }) =>
    Object.fromEntries([...namedCounts('CLIENT', client), ...namedCounts('SERVER', server)]),
  );
}

function namedCounts(from: Side, { frames }: Counted): (readonly [string, number])[] {
  return Array.from(frames, ([code, count]) => [`${from} ${TYPE_NAMES[code] ?? 'UNKNOWN'}`, count]);
}

/** Connection id → "CLIENT" and "SERVER" → bytes that this side sent. */
export function bytesOfClosed(trace: readonly TraceRecord[]): Totals {
  const bytes = new Map<string, Record<string, number>>();
  for (const { conn, connectionClosed } of trace) {
    if (connectionClosed === undefined) continue;
    bytes.set(conn, { CLIENT: connectionClosed.clientBytes ?? 0, SERVER: connectionClosed.serverBytes ?? 0 });
  }
  return bytes;
}

export function bytesOfRelayed(relayed: readonly RelayedConnection[], trace: readonly TraceRecord[]): Totals {
  return byConnection(relayed, trace, ({ client, server }) => ({ CLIENT: client.bytes, SERVER: server.bytes }));
}

/** @throws when the trace has no connection from a port of the relay */
function byConnection(
  relayed: readonly RelayedConnection[],
  trace: readonly TraceRecord[],
  totals: (connection: RelayedConnection) => Readonly<Record<string, number>>,
): Totals {
  const connections = connectionsByPort(trace);
  return new Map(
    relayed.map((connection) => {
      const conn = connections.get(connection.port);
      if (conn === undefined) throw new Error(`the trace has no connection from port ${connection.port}`);
      return [conn, totals(connection)];
    }),
  );
}
