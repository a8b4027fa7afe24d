/** A gRPC-Web client by hand, over HTTP/1.1 and HTTP/2: what it sends and reads is bytes, so it can be wrong, slow and gone. */

import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { constants } from 'node:http2';
import type { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { openSession, type Protocol, type RunningHttpServer } from '../http/support.ts';

const PREFIX_BYTES = 5;
const TRAILERS = 0x80;

export interface WebCall {
  /** The body of the request. */
  readonly sent: Writable;
  readonly answer: Promise<WebAnswer>;
  /** As a browser does: over HTTP/1.1 the connection closes, over HTTP/2 the stream is reset. */
  cancel(): void;
}

export interface WebAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

export interface WebReply {
  readonly messages: readonly Buffer[];
  /** Undefined where the body has none. */
  readonly trailers: Readonly<Record<string, string>> | undefined;
}

export interface WebRequest {
  readonly path: string;
  readonly type?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function openWebCall(running: RunningHttpServer, protocol: Protocol, call: WebRequest): WebCall {
  const { path, type = 'application/grpc-web+proto', method = 'POST' } = call;
  const headers = { 'content-type': type, 'x-grpc-web': '1', ...call.headers };
  return protocol === 'h2c'
    ? openHttp2(running, { ':method': method, ':path': path, ...headers })
    : openHttp1(running, path, method, headers);
}

function openHttp1(
  running: RunningHttpServer,
  path: string,
  method: string,
  headers: Readonly<Record<string, string>>,
): WebCall {
  const sent = request({ socketPath: running.listeners['http/1.1'].path, agent: false, path, method, headers });
  sent.on('error', () => {});
  const answer = once(sent, 'response').then(([response]: IncomingMessage[]) => {
    if (response === undefined) throw new Error('no response');
    response.on('error', () => {});
    return { status: response.statusCode ?? 0, headers: response.headers, body: response };
  });
  sent.flushHeaders();
  return { sent, answer, cancel: () => sent.destroy() };
}

function openHttp2(running: RunningHttpServer, headers: Readonly<Record<string, string>>): WebCall {
  const session = openSession(running);
  session.on('error', () => {});
  const sent = session.request(headers, { endStream: false });
  sent.on('error', () => {});
  sent.once('close', () => session.close());
  const answer = once(sent, 'response').then(([response]) => ({
    status: response[':status'],
    headers: response,
    body: sent,
  }));
  return { sent, answer, cancel: () => sent.close(constants.NGHTTP2_CANCEL) };
}

export function message(bytes: Uint8Array): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

/** Reads the answer to its end. @throws Error where something follows the trailers */
export async function readReply({ headers, body }: WebAnswer): Promise<WebReply> {
  const bytes = await buffer(body);
  const isText = headers['content-type']?.startsWith('application/grpc-web-text') ?? false;
  return replyOf(isText ? decodePieces(String(bytes)) : bytes);
}

/** Padding may be anywhere: each padded piece is decoded by itself. */
function decodePieces(text: string): Buffer {
  return Buffer.concat((text.match(/[^=]+=*/g) ?? []).map((piece) => Buffer.from(piece, 'base64')));
}

function replyOf(bytes: Buffer): WebReply {
  const messages: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + PREFIX_BYTES + bytes.readUInt32BE(at + 1);
    const body = bytes.subarray(at + PREFIX_BYTES, end);
    if (bytes[at] === TRAILERS) {
      if (end !== bytes.length) throw new Error(`${bytes.length - end} bytes behind the trailers`);
      return { messages, trailers: trailersOf(String(body)) };
    }
    messages.push(body);
    at = end;
  }
  return { messages, trailers: undefined };
}

function trailersOf(block: string): Record<string, string> {
  const lines = block.split('\r\n').slice(0, -1);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
}
