/** A gRPC call over Node's HTTP/2 client, for what a gRPC client does not show: whether a message was compressed. */

import { once } from 'node:events';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';

import type { PrivateListener } from './support.ts';

export interface RawMessage {
  /** The Compressed-Flag in front of it. */
  readonly isCompressed: boolean;
  /** As they were sent. */
  readonly bytes: Buffer;
}

export interface RawResponse {
  readonly headers: IncomingHttpHeaders;
  readonly messages: readonly RawMessage[];
  /** The header fields again where there are none behind the messages. */
  readonly trailers: IncomingHttpHeaders;
}

export interface RawCall {
  readonly path: string;
  readonly headers?: { readonly [name: string]: string | readonly string[] };
  /** Sent at once, and the end of the request behind them. */
  readonly messages?: readonly RawMessage[];
}

export function plainMessage(bytes: Uint8Array): RawMessage {
  return { isCompressed: false, bytes: Buffer.from(bytes) };
}

export function gzippedMessage(bytes: Uint8Array): RawMessage {
  return { isCompressed: true, bytes: gzipSync(bytes) };
}

/** Each call on a connection of its own. */
export async function callRaw(listener: PrivateListener, call: RawCall): Promise<RawResponse> {
  const session = connectTo(listener);
  try {
    const stream = openRawCall(session, call);
    stream.end(Buffer.concat((call.messages ?? []).map(framed)));
    const trailers: IncomingHttpHeaders[] = [];
    stream.on('trailers', (fields) => trailers.push(fields));
    const [[headers], body] = await Promise.all([once(stream, 'response'), buffer(stream)]);
    return { headers, messages: deframe(body), trailers: trailers[0] ?? headers };
  } finally {
    session.destroy();
  }
}

export function connectTo(listener: PrivateListener): ClientHttp2Session {
  return connect('http://echo.example', { createConnection: () => listener.connect() });
}

export function openRawCall(session: ClientHttp2Session, { path, headers }: RawCall) {
  return session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    ...headers,
  });
}

export function framed({ isCompressed, bytes }: RawMessage): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = isCompressed ? 1 : 0;
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

/** @throws RangeError where the last message is cut off */
export function deframe(body: Buffer): RawMessage[] {
  const messages: RawMessage[] = [];
  for (let at = 0; at < body.length; ) {
    const end = at + 5 + body.readUInt32BE(at + 1);
    if (end > body.length) throw new RangeError(`a message ends at ${end}, and the body at ${body.length}`);
    messages.push({ isCompressed: body[at] === 1, bytes: body.subarray(at + 5, end) });
    at = end;
  }
  return messages;
}
