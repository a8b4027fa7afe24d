/** A trace file that is read as it grows: connections, how many calls each had, and what was found. */

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Finding } from '../../../src/trace/event.ts';

export interface SeenConnection {
  readonly conn: string;
  readonly isAdmin: boolean;
  isOpen: boolean;
  /** Streams, and requests of HTTP/1.1. */
  calls: number;
}

/** A finding as it was told last, and the connection that it was told of; none where it is of the whole process. */
export type SeenFinding = Pick<Finding, 'id' | 'rule' | 'severity' | 'title' | 'explanation' | 'evidence'> & {
  /** Of the event that told it, or of the last that shows it. */
  readonly seq: number;
  readonly conn: string;
};

/** The parts of an event that are looked at. */
interface Line {
  readonly seq: number;
  readonly conn?: string;
  readonly connectionOpened?: { readonly listener: string };
  readonly streamOpened?: object;
  readonly http1?: { readonly from: string; readonly stage: string };
  readonly connectionClosed?: object;
  readonly finding?: Omit<SeenFinding, 'conn' | 'seq'>;
}

const CHUNK_BYTES = 1024 * 1024;

export class HealthyTrace {
  /** In the order in which they opened. */
  readonly connections: SeenConnection[] = [];
  private readonly byId = new Map<string, SeenConnection>();
  private readonly causes = new Map<string, SeenFinding>();
  private readonly file: string;
  private offset = 0;
  private rest = Buffer.alloc(0);

  constructor(file: string) {
    this.file = file;
  }

  /** One for each cause, in the order in which they were found. */
  get findings(): readonly SeenFinding[] {
    return [...this.causes.values()];
  }

  /** Takes in what was written since. */
  update(): void {
    const handle = openSync(this.file, 'r');
    const chunk = Buffer.alloc(CHUNK_BYTES);
    try {
      for (;;) {
        const length = readSync(handle, chunk, 0, CHUNK_BYTES, this.offset);
        if (length === 0) return;
        this.offset += length;
        this.push(chunk.subarray(0, length));
      }
    } finally {
      closeSync(handle);
    }
  }

  /** The events with these numbers, as the file has them. */
  lines(isWanted: (seq: number, conn: string | undefined) => boolean): readonly string[] {
    const all = readFileSync(this.file, 'utf8').split('\n').slice(0, -1);
    return all.filter((line) => {
      const { seq, conn }: Line = JSON.parse(line);
      return isWanted(seq, conn);
    });
  }

  private push(chunk: Buffer): void {
    const bytes = Buffer.concat([this.rest, chunk]);
    const end = bytes.lastIndexOf('\n') + 1;
    this.rest = bytes.subarray(end);
    for (const line of bytes.toString('utf8', 0, end).split('\n')) {
      if (line !== '') this.take(JSON.parse(line));
    }
  }

  private take({ seq, conn = '', ...event }: Line): void {
    const { connectionOpened, streamOpened, http1, connectionClosed, finding } = event;
    const connection = this.byId.get(conn);
    if (connectionOpened !== undefined) this.opened(conn, connectionOpened.listener);
    else if (finding !== undefined) this.causes.set(finding.id, { ...finding, conn, seq });
    else if (connection === undefined) return;
    else if (streamOpened !== undefined) connection.calls++;
    else if (http1?.from === 'CLIENT' && http1.stage === 'HEAD') connection.calls++;
    else if (connectionClosed !== undefined) connection.isOpen = false;
  }

  private opened(conn: string, listener: string): void {
    const connection = { conn, isAdmin: listener === 'admin', isOpen: true, calls: 0 };
    this.byId.set(conn, connection);
    this.connections.push(connection);
  }
}
