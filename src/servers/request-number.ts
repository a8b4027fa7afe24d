/** Counts the requests of each HTTP/2 connection. */

import type { Http2Session, ServerHttp2Stream } from 'node:http2';

/** Properties and not maps, as in connection-facts.ts; on the stream, since its session may be gone when somebody asks. */
const REQUESTS = Symbol('requests so far');
const NUMBER = Symbol('request number');

type CountingSession = Http2Session & { [REQUESTS]?: number };
type NumberedStream = ServerHttp2Stream & { [NUMBER]?: number };

/** To be called once with each stream that a client opens, in their order. */
export function numberRequest(stream: ServerHttp2Stream): void {
  const session: CountingSession | undefined = stream.session;
  if (session === undefined) return;
  const number = (session[REQUESTS] ?? 0) + 1;
  session[REQUESTS] = number;
  (stream as NumberedStream)[NUMBER] = number;
}

/** @returns from 1; undefined where the request was not counted */
export function requestNumberOf(stream: ServerHttp2Stream): number | undefined {
  return (stream as NumberedStream)[NUMBER];
}
