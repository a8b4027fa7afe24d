/** The trace of the server that the page came from, by its admin API: docs/live.md. */

import type { EventOf } from '../../trace/event.ts';
import { eventOf } from '../model/event-json.ts';
import { createHttp, type Fetch, type Http, initOf, pathOf, saidBy, urlBelow } from './http.ts';
import type { ConnectionJson, EnvJson, RecordingJson, SummaryJson } from './server-json.ts';
import type { Index, ServerQuestions, TraceSource } from './source.ts';
import { FilterRefused, SourceError } from './source.ts';

export interface ServerSourceOptions {
  /** The page's own address: the API is below its folder, maybe behind a prefix of some proxy. */
  readonly base: string;
  readonly fetch: Fetch;
  /** What the page calls the server. */
  readonly name: string;
}

export interface ServerSource extends TraceSource {
  readonly kind: 'server';
  readonly server: ServerQuestions;
  /** Of the live trace, `ws:` or `wss:`, without a query. */
  readonly liveUrl: string;
  /** Why no WebSocket came about, which browsers do not tell: the same is asked as a plain request. Never rejects. */
  whyNotLive(filter: string): Promise<string>;
}

const TRACE = 'api/trace';
const LIVE = 'api/trace/live';
const CONFIG = 'api/trace/config';

/** The largest `seq` that the API takes. */
const NEVER = 999_999_999_999_999;

export function createServerSource({ base, fetch, name }: ServerSourceOptions): ServerSource {
  const http = createHttp(base, fetch);
  return {
    kind: 'server',
    name,
    server: questionsTo(http),
    liveUrl: urlBelow(base, LIVE).replace(/^http/, 'ws'),
    async check(filter) {
      try {
        // Behind all that there will ever be: nothing is searched, and a filter is refused all the same.
        await http.events(pathOf(TRACE, { filter, since: NEVER, format: 'ndjson' }), undefined);
        return undefined;
      } catch (error) {
        if (error instanceof FilterRefused) return error.problem;
        throw error;
      }
    },
    async index(filter, signal) {
      return indexOf(await http.json(pathOf('api/trace/index', { filter: filter || undefined }), initOf(signal)));
    },
    read: (firstSeq, lastSeq, signal) =>
      http.events(pathOf(TRACE, { since: firstSeq, until: lastSeq, format: 'ndjson' }), signal),
    ofStream: (conn, streamId, limit, signal) =>
      http.events(pathOf(TRACE, { conn, stream: streamId, limit, format: 'ndjson' }), signal),
    matching: (filter, limit, signal) =>
      http.events(pathOf(TRACE, { filter: filter || undefined, limit, format: 'ndjson' }), signal),
    whyNotLive: (filter) => whyNotLive(http, filter),
  };
}

function questionsTo(http: Http): ServerQuestions {
  return {
    async connections(signal) {
      const { connections } = (await http.json('api/connections', initOf(signal))) as { connections?: unknown };
      if (!Array.isArray(connections)) throw new SourceError('api/connections was answered without connections');
      return connections as readonly SummaryJson[];
    },
    connection: async (id, signal) =>
      (await http.jsonOrNone(`api/connections/${encodeURIComponent(id)}`, initOf(signal))) as
        | ConnectionJson
        | undefined,
    async findings(signal) {
      const { findings } = (await http.json('api/findings', initOf(signal))) as { findings?: unknown };
      if (!Array.isArray(findings)) throw new SourceError('api/findings was answered without findings');
      return findings.map(findingOf).filter((event) => event !== undefined);
    },
    env: async (signal) => (await http.json('api/env', initOf(signal))) as EnvJson,
    recording: async () => (await http.json(CONFIG)) as RecordingJson,
    async changeRecording(change) {
      const headers = { 'content-type': 'application/json' };
      return (await http.json(CONFIG, { method: 'PUT', headers, body: JSON.stringify(change) })) as RecordingJson;
    },
    exportPath: (filter, format) => pathOf(TRACE, { filter: filter || undefined, format }),
  };
}

/** As an event that is not in the trace. @returns undefined where it is none that is understood */
function findingOf(found: unknown): EventOf<'finding'> | undefined {
  const { conn, finding } = Object(found);
  const event = eventOf({ seq: 0, time: Object(finding).lastTime, offsetMs: 0, conn, finding });
  return event?.kind === 'finding' ? event : undefined;
}

/** What is undefined is null or absent in JSON. @throws SourceError */
function indexOf(json: unknown): Index {
  const { firstSeq, lastSeq, seqs, isCut } = Object(json);
  const isIndex =
    [firstSeq, lastSeq].every((seq) => (seq ?? 0) >= 0) && Array.isArray(seqs ?? []) && isCut !== undefined;
  if (!isIndex) throw new SourceError('api/trace/index was answered without numbers of events');
  return {
    firstSeq: firstSeq ?? undefined,
    lastSeq: lastSeq ?? undefined,
    seqs: seqs ?? undefined,
    isCut: Boolean(isCut),
  };
}

/** Of a request that would be good if it asked for a WebSocket: RFC 9110 §15.5.22, and over HTTP/2 505. */
const WOULD_BE_GOOD: readonly number[] = [426, 505];

const NO_UPGRADE =
  'the server answers, but no WebSocket comes about: a proxy in between may not hand on Upgrade (RFC 6455 §4.1)';

async function whyNotLive(http: Http, filter: string): Promise<string> {
  try {
    const response = await http.ask(pathOf(LIVE, { filter: filter || undefined }));
    if (WOULD_BE_GOOD.includes(response.status)) return NO_UPGRADE;
    return `${response.status}: ${(await saidBy(response)).message}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
