/** Counts the requests of each connection, whatever serves them. */

/** Properties and not maps, as in connection-facts.ts; on the request, since its connection may be gone when somebody asks. */
const REQUESTS = Symbol('requests so far');
const NUMBER = Symbol('request number');

interface Counting {
  [REQUESTS]?: number;
}

interface Numbered {
  [NUMBER]?: number | undefined;
}

/**
 * To be called with each request as it comes, in their order; one that has a number keeps it.
 *
 * @param request an http2 stream, or a request of HTTP/1.1
 * @param connection the http2 session, or the socket of HTTP/1.1; undefined where it has closed meanwhile
 */
export function numberRequest(request: object, connection: object | undefined): void {
  if (connection === undefined || NUMBER in request) return;
  const number = ((connection as Counting)[REQUESTS] ?? 0) + 1;
  (connection as Counting)[REQUESTS] = number;
  (request as Numbered)[NUMBER] = number;
}

/** @returns from 1; undefined where the request was not counted */
export function requestNumberOf(request: object): number | undefined {
  return (request as Numbered)[NUMBER];
}

/** How many requests of the connection were counted so far. */
export function requestCountOf(connection: object): number {
  return (connection as Counting)[REQUESTS] ?? 0;
}

/** For what stands for a request. */
export function passRequestNumber(request: object, standIn: object): void {
  (standIn as Numbered)[NUMBER] = requestNumberOf(request);
}
