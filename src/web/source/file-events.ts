/** The events of a file as lines, by number: what they are of is known without reading them again. */

import { streamOf } from '../../formats/stream-of.ts';
import type { TraceEvent } from '../../trace/event.ts';
import { eventOfLine } from '../model/event-json.ts';
import { LineStore } from './line-store.ts';
import { isAnnouncement } from './live-cursor.ts';

export interface FileEvents {
  readonly count: number;
  /** Came before, with the same number. */
  readonly repeated: number;
  /** In the order of their `seq`, from 0. Undefined beyond the last. */
  seq(n: number): number | undefined;
  /** Whether it is of the connection, and of the stream where one is named. */
  isOf(n: number, conn: string, streamId: number | undefined): boolean;
  /** Read from its line. */
  event(n: number): TraceEvent | undefined;
  /** The first `n` whose `seq` is this or larger. */
  firstFrom(seq: number): number;
}

/** What is kept beside each line: columns, by the number of the line. */
interface Columns {
  readonly lines: LineStore;
  readonly seqs: number[];
  /** One text for all events of a connection. */
  readonly conns: string[];
  /** NO_STREAM: of none. */
  readonly streamIds: number[];
  readonly announcements: Set<number>;
}

const NO_STREAM = -1;

export class FileEventsBuilder {
  private readonly columns: Columns = {
    lines: new LineStore(),
    seqs: [],
    conns: [],
    streamIds: [],
    announcements: new Set(),
  };
  private readonly connNames = new Map<string, string>();
  private isInOrder = true;

  add(line: Uint8Array, event: TraceEvent): void {
    const { lines, seqs, conns, streamIds, announcements } = this.columns;
    if (event.seq <= (seqs.at(-1) ?? 0)) this.isInOrder = false;
    if (isAnnouncement(event)) announcements.add(seqs.length);
    lines.add(line);
    seqs.push(event.seq);
    conns.push(this.nameOf(event.conn));
    streamIds.push(streamOf(event) ?? NO_STREAM);
  }

  build(): FileEvents {
    const all = Array.from(this.columns.seqs.keys());
    return fileEvents(this.columns, this.isInOrder ? all : inOrder(all, this.columns));
  }

  private nameOf(conn: string): string {
    const name = this.connNames.get(conn) ?? conn;
    this.connNames.set(conn, name);
    return name;
  }
}

/** One line of each number, the first; and what is there before what says that it is not. */
function inOrder(all: number[], { seqs, announcements }: Columns): readonly number[] {
  const seqOf = (line: number) => seqs[line] ?? 0;
  const rankOf = (line: number) => (announcements.has(line) ? 1 : 0);
  all.sort((a, b) => seqOf(a) - seqOf(b) || rankOf(a) - rankOf(b) || a - b);
  return all.filter((line, n) => n === 0 || seqOf(line) !== seqOf(all[n - 1] ?? 0));
}

/** @param order numbers of lines */
function fileEvents({ lines, seqs, conns, streamIds }: Columns, order: readonly number[]): FileEvents {
  const line = (n: number) => order[n] ?? -1;
  return {
    count: order.length,
    repeated: seqs.length - order.length,
    seq: (n) => seqs[line(n)],
    isOf: (n, conn, streamId) => conns[line(n)] === conn && (streamId === undefined || streamIds[line(n)] === streamId),
    event: (n) => eventOfLine(lines.text(line(n))),
    firstFrom(seq) {
      let low = 0;
      let high = order.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((seqs[line(middle)] ?? 0) < seq) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
