/** Who gets the streams of an http2 server. */

import type { Http2Server, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

/** @param raw name, value, name, value, … in wire order */
export type StreamListener = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  flags: number,
  raw: readonly string[],
) => void;

/**
 * Puts `wrap` of the server's listener in the place of the listener: both grpc-js and Node's 'request' event install one, and
 * leave no other way to choose who serves a stream.
 *
 * @returns what it has put there
 * @throws Error where the server has not exactly one listener: grpc-js or Node has changed
 */
export function wrapStreamListener(
  server: Http2Server,
  wrap: (listener: StreamListener) => StreamListener,
): StreamListener {
  const [listener, ...others] = server.listeners('stream');
  if (listener === undefined || others.length > 0) {
    throw new Error(`${server.listenerCount('stream')} listeners for the streams of an http2 server: expected 1`);
  }
  const wrapped = wrap((...stream) => listener.apply(server, stream));
  server.removeAllListeners('stream');
  server.on('stream', wrapped);
  return wrapped;
}
