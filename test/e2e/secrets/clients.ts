/** Clients that send what they are given and tell the bodies that come back: those must not have a secret either. */

import type { EventEmitter } from 'node:events';
import { request as requestHttp1 } from 'node:http';
import { connect as connectHttp2, type OutgoingHttpHeaders, sensitiveHeaders } from 'node:http2';
import { request as requestHttps } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { type Client, credentials, Metadata, makeClientConstructor } from '@grpc/grpc-js';

import { loadProtos, serviceOf } from '../../../src/servers/grpc/protos.ts';
import { dial } from '../support.ts';

/** Longer than any answer takes on a busy machine. */
const PATIENCE_MS = 20_000;

export type Fields = Readonly<Record<string, string>>;

export interface Ask {
  readonly port: number;
  readonly tls?: boolean;
  readonly path: string;
  readonly method?: string;
  readonly fields?: Fields;
  /** Names of fields that are to be sent as never-indexed literals; of HTTP/2. */
  readonly neverIndexed?: readonly string[];
  readonly body?: string | Uint8Array;
  readonly trailers?: Fields;
}

/** @returns the body; of a call that fails what came of it */
export async function askHttp2(...asks: readonly Ask[]): Promise<string> {
  const [first] = asks;
  if (first === undefined) return '';
  const scheme = first.tls === true ? 'https' : 'http';
  const session = connectHttp2(`${scheme}://127.0.0.1:${first.port}`, { rejectUnauthorized: false });
  session.on('error', () => {});
  const replies: string[] = [];
  try {
    // One after the other: what the first has put into the HPACK table, the others refer to.
    for (const ask of asks) replies.push(await askStream(session, ask));
  } finally {
    session.destroy();
  }
  return replies.join('\n');
}

type Session = ReturnType<typeof connectHttp2>;

/** On a session that stays open. */
export async function askStream(session: Session, ask: Ask): Promise<string> {
  const { path, method = 'GET', fields = {}, neverIndexed = [], body, trailers } = ask;
  const headers: OutgoingHttpHeaders = { ':path': path, ':method': method, ...fields };
  const options = { endStream: body === undefined && trailers === undefined, waitForTrailers: trailers !== undefined };
  const stream = session.request({ ...headers, [sensitiveHeaders]: [...neverIndexed] }, options);
  stream.on('error', () => {});
  stream.setTimeout(PATIENCE_MS, () => stream.destroy(new Error(`no answer to ${path}`)));
  if (trailers !== undefined) stream.once('wantTrailers', () => stream.sendTrailers(trailers));
  if (!options.endStream) stream.end(body);
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await closed(stream);
  return String(Buffer.concat(chunks));
}

/** Whatever went wrong before. */
function closed(stream: EventEmitter & { readonly closed: boolean }): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) resolve();
    else stream.once('close', () => resolve());
  });
}

/** Names go out in the case that they are given in. @returns the body */
export function askHttp1(ask: Ask): Promise<string> {
  return askHttp1Bytes(ask).then(String);
}

export function askHttp1Bytes({
  port,
  tls = false,
  path,
  method = 'GET',
  fields,
  body,
  trailers,
}: Ask): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, agent: false, timeout: PATIENCE_MS };
    const headers = { ...fields, ...(trailers && { 'transfer-encoding': 'chunked' }) };
    const request = tls ? requestHttps : requestHttp1;
    const sent = request({ ...options, headers, rejectUnauthorized: false }, (response) => {
      buffer(response).then(resolve, () => resolve(Buffer.alloc(0)));
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer to ${path}`)));
    sent.once('error', (error: NodeJS.ErrnoException) => {
      // What a fault was asked for does.
      if (error.code === 'ECONNRESET') resolve(Buffer.from(error.message));
      else reject(error);
    });
    if (trailers !== undefined) sent.addTrailers(trailers);
    sent.end(body);
  });
}

/** Bytes as they are, and the end of the connection. @returns what came back, until the server closed or said nothing more */
export async function sendRaw(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = dial(port);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  socket.end(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  await closed(socket);
  return Buffer.concat(chunks).toString('latin1');
}

export interface Grpc {
  readonly port: number;
  readonly tls?: boolean;
  readonly service: string;
  readonly method: string;
  readonly request: object;
  /** Values of names that end in -bin are bytes. */
  readonly metadata?: Readonly<Record<string, string | Buffer>>;
  readonly files?: readonly string[];
  /** Of a stream without an end: with so many messages it is cancelled. */
  readonly enough?: number;
}

const GZIP = 2;

/** grpc-js, whatever kind of method. What it sends is compressed: then the body of the call does not show what it asks for. */
export async function callGrpc({ port, tls = false, service, method, request, ...rest }: Grpc): Promise<string> {
  const { metadata = {}, files, enough = Number.POSITIVE_INFINITY } = rest;
  const definition = serviceOf(files === undefined ? loadProtos() : loadProtos(undefined, files), service);
  const { requestStream, responseStream } = definition[method] ?? {};
  const secure = tls ? credentials.createSsl(null, null, null, { rejectUnauthorized: false }) : undefined;
  const options = { 'grpc.use_local_subchannel_pool': 1, 'grpc.default_compression_algorithm': GZIP };
  const Made = makeClientConstructor(definition, service);
  const client: Client = new Made(`127.0.0.1:${port}`, secure ?? credentials.createInsecure(), options);
  const fields = new Metadata();
  for (const [name, value] of Object.entries(metadata)) fields.set(name, value);
  const told: unknown[] = [];
  await new Promise<void>((resolve) => {
    const deadline = Date.now() + PATIENCE_MS;
    const done = (error: Error | null, reply?: unknown) => {
      told.push(error?.message ?? '', reply);
      resolve();
    };
    const first = requestStream ? [] : [request];
    const args = [...first, fields, { deadline }, ...(responseStream ? [] : [done])];
    const call = Reflect.get(client, method).apply(client, args);
    if (responseStream) {
      call.on('data', (reply: unknown) => {
        told.push(reply);
        if (told.length >= enough) call.cancel();
      });
      call.on('error', done).on('end', () => resolve());
    }
    if (requestStream) {
      call.write(request);
      call.end();
    }
  });
  client.close();
  return JSON.stringify(told, asText);
}

/** Bytes would be written as a list of numbers, in which nothing is found. */
function asText(_name: string, value: unknown): unknown {
  const isBuffer = typeof value === 'object' && value !== null && Reflect.get(value, 'type') === 'Buffer';
  return isBuffer ? Buffer.from(Reflect.get(value, 'data')).toString('latin1') : value;
}
