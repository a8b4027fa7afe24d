import type { ConnectionOpened, TraceEvent } from '../../trace/event.ts';
import { concatBytes } from '../../wire/http2/byte-slices.ts';
import { interfaceDescription, sectionHeader } from './blocks.ts';
import { type CutConnection, ExportedConnection } from './connection.ts';
import { type Item, unitsOf } from './units.ts';

/** What is handed on at once, about: a block is 100 bytes as often as not, and each piece costs its reader a write. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Connections that are open at once in an export. Of a trace with more, the one that has been silent longest is let go, and goes on as one
 * whose beginning is not known: each holds the tables of two HPACK decoders.
 */
const MAX_CONNECTIONS = 4_096;

/** Packets are of an interface; there is none, so it is named after where the bytes were seen. */
export const INTERFACE_NAME = 'splice';

export interface PcapngOptions {
  /** Who writes, for example "sre-test-server 0.1.0". */
  readonly application: string;
  /** What is known of connections whose beginning is not among the events. */
  readonly openedOf?: OpenedOf;
}

export type OpenedOf = (conn: string) => ConnectionOpened | undefined;

/**
 * A pcapng file of events: HTTP in clear text, in TCP and IP with the addresses, ports and times of the trace. What no packet can say,
 * such as findings, and whatever is not as it was sent, is said by packet comments. Lazy: events are read as bytes are asked for, and no
 * more of them is held than what the HPACK tables of open connections need.
 *
 * @param events in the order of their `seq`
 */
export function* pcapngOf(
  events: Iterable<TraceEvent>,
  { application, openedOf = () => undefined }: PcapngOptions,
): Generator<Uint8Array> {
  let waiting: Uint8Array[] = [sectionHeader(application), interfaceDescription(INTERFACE_NAME)];
  let bytes = 0;
  for (const block of packetsOf(unitsOf(events), openedOf)) {
    waiting.push(block);
    bytes += block.length;
    if (bytes < CHUNK_BYTES) continue;
    yield concatBytes(waiting);
    waiting = [];
    bytes = 0;
  }
  if (waiting.length > 0) yield concatBytes(waiting);
}

function* packetsOf(items: Iterable<Item>, openedOf: OpenedOf): Generator<Uint8Array> {
  const open = new OpenConnections(openedOf);
  for (const item of items) {
    switch (item.kind) {
      case 'UNIT': {
        const { event } = item;
        if (event.kind === 'connectionOpened') open.begin(event.conn);
        yield* open.get(event.conn).write(item);
        if (event.kind === 'connectionClosed') open.end(event.conn);
        break;
      }
      case 'REMARK':
        open.get(item.conn).remark(item.text, item.time);
        break;
      case 'GAP':
        for (const connection of open.affected(item.conn)) connection.lost(item.text);
    }
  }
  for (const connection of open.affected('')) yield* connection.end();
}

class OpenConnections {
  /** The one that has been silent longest comes first. */
  private readonly byId = new Map<string, ExportedConnection>();
  private readonly openedOf: OpenedOf;
  private count = 0;

  constructor(openedOf: OpenedOf) {
    this.openedOf = openedOf;
  }

  begin(conn: string): void {
    this.add(conn, undefined);
  }

  end(conn: string): void {
    this.byId.delete(conn);
  }

  get(conn: string): ExportedConnection {
    const known = this.byId.get(conn);
    if (known === undefined) return this.add(conn, { opened: this.openedOf(conn) });
    this.byId.delete(conn);
    this.byId.set(conn, known);
    return known;
  }

  /** @param conn "": all of them */
  affected(conn: string): readonly ExportedConnection[] {
    return [...this.byId].flatMap(([id, connection]) => (conn === '' || id === conn ? [connection] : []));
  }

  private add(conn: string, cut: CutConnection | undefined): ExportedConnection {
    const [silent] = this.byId.keys();
    if (this.byId.size >= MAX_CONNECTIONS && silent !== undefined) this.byId.delete(silent);
    const connection = new ExportedConnection(conn, ++this.count, cut);
    this.byId.set(conn, connection);
    return connection;
  }
}
