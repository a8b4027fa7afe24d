/** Where events come from: a server, or a file that was dropped on the page. Views know no other difference than what is undefined. */

import type { EventOf, TraceEvent } from '../../trace/event.ts';
import type { ConnectionJson, EnvJson, RecordingJson, SummaryJson } from './server-json.ts';

/** Which events the list shows. */
export interface Index {
  /** Of what is held; undefined where nothing is. */
  readonly firstSeq: number | undefined;
  readonly lastSeq: number | undefined;
  /** Those that match the filter, oldest first; undefined: all between the two, numbers have no gaps. */
  readonly seqs: readonly number[] | undefined;
  /** There are more matches, older than these. */
  readonly isCut: boolean;
}

/** A filter that is refused. `position` is in characters, from 0. */
export interface FilterProblem {
  readonly message: string;
  readonly position: number | undefined;
}

export type ExportFormat = 'ndjson' | 'pcapng' | 'qlog' | 'pretty';

export interface TraceSource {
  readonly kind: 'server' | 'file';
  /** "pod-7f9c · zone-a", or the name of the file. */
  readonly name: string;
  /** @returns what is wrong with a filter; undefined: nothing is. @throws SourceError */
  check(filter: string): Promise<FilterProblem | undefined>;
  /** @throws FilterRefused */
  index(filter: string, signal?: AbortSignal): Promise<Index>;
  /** Those that are held, oldest first; both ends belong to it. @throws SourceError */
  read(firstSeq: number, lastSeq: number, signal?: AbortSignal): Promise<readonly TraceEvent[]>;
  /** All that is held of a stream, or of the connection as a whole where no stream is named: the newest `limit`. @throws SourceError */
  ofStream(
    conn: string,
    streamId: number | undefined,
    limit: number,
    signal?: AbortSignal,
  ): Promise<readonly TraceEvent[]>;
  /** The newest that match, oldest first. @throws FilterRefused, SourceError */
  matching(filter: string, limit: number, signal?: AbortSignal): Promise<readonly TraceEvent[]>;
  /** Undefined where there is no server to ask. */
  readonly server: ServerQuestions | undefined;
}

/** What only a running server knows. @throws SourceError, all of them */
export interface ServerQuestions {
  connections(signal?: AbortSignal): Promise<readonly SummaryJson[]>;
  /** Undefined where there is none of this name any more. */
  connection(id: string, signal?: AbortSignal): Promise<ConnectionJson | undefined>;
  /** Of the diagnosis and not of the ring: a cause outlives the events that showed it. Their `seq` is 0. */
  findings(signal?: AbortSignal): Promise<readonly EventOf<'finding'>[]>;
  env(signal?: AbortSignal): Promise<EnvJson>;
  recording(): Promise<RecordingJson>;
  /** @returns what is so now */
  changeRecording(change: Partial<RecordingJson>): Promise<RecordingJson>;
  /** A path below the page's own address, to be downloaded. */
  exportPath(filter: string, format: ExportFormat): string;
}

export class SourceError extends Error {
  override readonly name = 'SourceError';
}

export class FilterRefused extends Error {
  override readonly name = 'FilterRefused';
  readonly problem: FilterProblem;

  constructor(problem: FilterProblem) {
    super(problem.message);
    this.problem = problem;
  }
}
