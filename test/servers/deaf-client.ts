/** A gRPC client that sends and does not read, until it is told to. Not of grpc-js: that reads ahead whatever happens. */

import { once } from 'node:events';
import { type ClientHttp2Stream, connect } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';

import type { PrivateListener } from './support.ts';

/** Far longer than the server takes for what it is going to take. */
const PATIENCE_MS = 300;

export interface DeafClientReport {
  /** Messages that the server took while nothing was read. */
  readonly takenUnread: number;
  /** Bytes of the answers, after all was read. */
  readonly answered: number;
}

/** Calls `path` with `count` times the same message. */
export async function sendWithoutReading(
  listener: PrivateListener,
  path: string,
  message: Uint8Array,
  count: number,
  headers: { readonly [name: string]: string } = {},
): Promise<DeafClientReport> {
  const session = connect('http://echo.example', { createConnection: () => listener.connect() });
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
  stream.pause();
  const progress = sendAll(stream, message, count);
  await sleep(PATIENCE_MS);
  const takenUnread = progress.taken;
  let answered = 0;
  stream.on('data', (chunk: Buffer) => {
    answered += chunk.length;
  });
  stream.resume();
  await once(stream, 'end');
  session.close();
  return { takenUnread, answered };
}

/** One message after the other, as the server makes room. */
function sendAll(stream: ClientHttp2Stream, message: Uint8Array, count: number): { taken: number } {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  const bytes = Buffer.concat([prefix, message]);
  const progress = { taken: 0 };
  const next = (): void => {
    if (progress.taken === count) {
      stream.end();
      return;
    }
    stream.write(bytes, () => {
      progress.taken++;
      next();
    });
  };
  next();
  return progress;
}
