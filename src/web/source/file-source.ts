/** A file of events in place of a server. Filters are evaluated here, by the engine of the server. */

import type { TraceEvent } from '../../trace/event.ts';
import type { FileEvents } from './file-events.ts';
import { checkFilter, compiled } from './filter-engine.ts';
import { type FileLike, type ReadOptions, readFile } from './read-file.ts';
import { type Clock, createSlices, pageClock } from './slices.ts';
import type { TraceSource } from './source.ts';

export interface FileSource extends TraceSource {
  readonly kind: 'file';
  readonly server: undefined;
  readonly eventCount: number;
  /** Lines with something else on them. */
  readonly skippedLines: number;
  /** Events that came more than once, which are there once. */
  readonly repeatedLines: number;
  /** Of earlier runs of the server, which are left out. */
  readonly earlierLines: number;
}

/** @throws SourceError where it is too large, or no events are in it */
export async function openNdjson(
  name: string,
  file: FileLike,
  { clock = pageClock, ...options }: Partial<ReadOptions> = {},
): Promise<FileSource> {
  const { events, skippedLines, earlierLines } = await readFile(file, { ...options, clock });
  const find = createFinder(events, clock);
  return {
    kind: 'file',
    name,
    server: undefined,
    eventCount: events.count,
    skippedLines,
    repeatedLines: events.repeated,
    earlierLines,
    async check(filter) {
      const checked = await checkFilter(filter);
      return 'cel' in checked ? undefined : checked;
    },
    async index(filter, signal) {
      const firstSeq = events.seq(0);
      const lastSeq = events.seq(events.count - 1);
      const matching = await find(filter, signal);
      return { firstSeq, lastSeq, seqs: matching?.map((n) => events.seq(n) ?? 0) ?? gaps(events), isCut: false };
    },
    async read(firstSeq, lastSeq, signal) {
      const wanted = range(events.firstFrom(firstSeq), events.firstFrom(lastSeq + 1));
      return readAll(events, wanted, clock, signal);
    },
    async ofStream(conn, streamId, limit, signal) {
      const found = newest(events, limit, (n) => events.isOf(n, conn, streamId));
      return readAll(events, found, clock, signal);
    },
    async matching(filter, limit, signal) {
      const found = await find(filter, signal);
      const { count } = events;
      return readAll(events, found?.slice(-limit) ?? range(Math.max(0, count - limit), count), clock, signal);
    },
  };
}

/** All numbers, where some between the first and the last are missing. */
function gaps(events: FileEvents): readonly number[] | undefined {
  const { count } = events;
  const isWhole = (events.seq(count - 1) ?? 0) - (events.seq(0) ?? 0) === count - 1;
  return isWhole ? undefined : range(0, count).map((n) => events.seq(n) ?? 0);
}

/** @returns which match, oldest first; undefined: all do. @throws FilterRefused, SourceError */
type Find = (filter: string, signal: AbortSignal | undefined) => Promise<readonly number[] | undefined>;

/** The last answer is kept: the list and its export ask the same, and a file does not change. */
function createFinder(events: FileEvents, clock: Clock): Find {
  let last: { readonly cel: string; readonly found: readonly number[] } | undefined;
  return async (text, signal) => {
    const filter = await compiled(text);
    if (filter === undefined) return undefined;
    if (last?.cel === filter.cel) return last.found;
    const found: number[] = [];
    const slices = createSlices(clock, signal);
    for (let n = 0; n < events.count; n++) {
      if (slices.isOver) await slices.rest();
      const event = events.event(n);
      if (event !== undefined && filter.matches(event)) found.push(n);
    }
    last = { cel: filter.cel, found };
    return found;
  };
}

function newest(events: FileEvents, limit: number, isWanted: (n: number) => boolean): readonly number[] {
  const found: number[] = [];
  for (let n = events.count - 1; n >= 0 && found.length < limit; n--) if (isWanted(n)) found.push(n);
  return found.reverse();
}

async function readAll(
  events: FileEvents,
  wanted: readonly number[],
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<readonly TraceEvent[]> {
  const slices = createSlices(clock, signal);
  const read: TraceEvent[] = [];
  for (const n of wanted) {
    if (slices.isOver) await slices.rest();
    const event = events.event(n);
    if (event !== undefined) read.push(event);
  }
  return read;
}

/** @param end is not in it */
function range(start: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, n) => start + n);
}
