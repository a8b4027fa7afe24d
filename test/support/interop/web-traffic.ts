/** Traffic of every kind that the page shows, by real clients: calls that are well, that fail, that wait, and texts that look like pages. */

import type { ServerProcess } from '../server-process.ts';
import { callWithGrpcurl } from './grpcurl-call.ts';
import { toolOutput } from './tool.ts';

const ECHO = 'sre.echo.v1.EchoService/Echo';
const SERVER_STREAM = 'sre.echo.v1.EchoService/EchoServerStream';

/** What a page would run, if it took texts of peers for its own. */
export const HOSTILE = '<img src=x onerror="window.wasRun=1"><script>window.wasRun=1</script>';

/** A value that is in no output but as "redacted". */
export const SECRET = 'Bearer c4nary-of-the-page';

export async function someTraffic({ grpcPort, httpPort }: ServerProcess): Promise<void> {
  const echo = (message: string, more: object = {}, headers: Readonly<Record<string, string>> = {}) =>
    callWithGrpcurl(grpcPort, { method: ECHO, request: { message, ...more }, headers });
  await echo('hello', {}, { authorization: SECRET, 'x-request-id': 'abc-1' });
  await echo(HOSTILE, {}, { 'x-note': HOSTILE });
  await callWithGrpcurl(grpcPort, { method: SERVER_STREAM, request: { message: 'tick', count: 20, interval_ms: 20 } });
  await echo('no', { status: { code: 5, message: `no such thing ${HOSTILE}` } });
  await echo('refused', {}, { 'x-sre-fault': 'status=UNAVAILABLE' });
  await callWithGrpcurl(grpcPort, { method: ECHO, maxSeconds: 0.3, headers: { 'x-sre-fault': 'delay=2s' } });
  await echo('away', {}, { 'x-sre-fault': 'goaway=ENHANCE_YOUR_CALM@after_headers;goaway_debug=too_many_pings' });
  await toolOutput('curl', ['-s', '--http2-prior-knowledge', `http://127.0.0.1:${httpPort}/echo?q=1`]);
  await toolOutput('curl', ['-s', '--http1.1', '-d', 'a body', `http://127.0.0.1:${httpPort}/echo`]);
}

/** One call more. */
export function oneCall({ grpcPort }: ServerProcess, message = 'once more'): Promise<unknown> {
  return callWithGrpcurl(grpcPort, { method: ECHO, request: { message } });
}

/** One call with so many replies: two events each, and as many more as there is flow control. */
export function manyMessages({ grpcPort }: ServerProcess, count: number): Promise<unknown> {
  return callWithGrpcurl(grpcPort, { method: SERVER_STREAM, request: { message: 'one of many', count } });
}
