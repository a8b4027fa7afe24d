/** The HTTP server as its tests meet it, over HTTP/1.1 and over HTTP/2. */

import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { type ClientHttp2Session, connect, constants, type OutgoingHttpHeaders } from 'node:http2';
import { buffer } from 'node:stream/consumers';

import type { ConnectionFacts } from '../../../src/connection-facts.ts';
import { createGrpcServer, type GrpcServer } from '../../../src/servers/grpc/server.ts';
import { createHealthRegistry } from '../../../src/servers/health-registry.ts';
import type { GrpcStreams } from '../../../src/servers/http/grpc-streams.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../../src/servers/http/server.ts';
import type { Identity } from '../../../src/servers/identity.ts';
import { factsOfConnection, isSecret, listen, type PrivateListener } from '../support.ts';

export type Protocol = 'http/1.1' | 'h2c';

export const PROTOCOLS: readonly Protocol[] = ['http/1.1', 'h2c'];

export const IDENTITY: Identity = { hostname: 'here', version: '1.2.3' };

export interface RunningHttpServer {
  readonly server: HttpServer;
  /** One for each protocol: capture/ tells them apart by the first bytes. */
  readonly listeners: Readonly<Record<Protocol, PrivateListener>>;
  close(): Promise<void>;
}

export interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** Names in lower case. */
  readonly trailers: Readonly<Record<string, unknown>>;
}

export interface RequestToSend {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Uint8Array | string;
}

/** For tests of what is no gRPC. */
export const NO_GRPC: GrpcStreams = {
  serve: (stream) => stream.on('error', () => {}).close(constants.NGHTTP2_REFUSED_STREAM),
};

export interface RunningOnePort extends RunningHttpServer {
  readonly grpc: GrpcServer;
}

/** HTTP and our gRPC services on one port, as `serve` has them. */
export async function startOnePort(overrides: Partial<ConnectionFacts> = {}): Promise<RunningOnePort> {
  const grpc = createGrpcServer({
    health: createHealthRegistry(),
    isSecret,
    httpAt: 'localhost:8080',
    identity: IDENTITY,
  });
  const running = await startHttpServer({}, overrides, grpc);
  return {
    ...running,
    grpc,
    async close() {
      await Promise.all([grpc.drain(0), running.close()]);
    },
  };
}

export async function startHttpServer(
  options: Partial<HttpServerOptions> = {},
  overrides: Partial<ConnectionFacts> = {},
  grpc: GrpcStreams = NO_GRPC,
): Promise<RunningHttpServer> {
  const ports = { httpAt: 'localhost:8080', grpcAt: 'localhost:50051' };
  const server = createHttpServer({ isSecret, identity: IDENTITY, isReady: () => true, ...ports, ...options }, grpc);
  await server.ready();
  const listenFor = (protocol: Protocol): Promise<PrivateListener> =>
    listen((socket, n) => server.accept(socket, factsOfConnection(n, { listener: 'http', ...overrides }), protocol));
  const listeners = { 'http/1.1': await listenFor('http/1.1'), h2c: await listenFor('h2c') };
  return {
    server,
    listeners,
    async close() {
      await server.drain(0);
      await Promise.all(Object.values(listeners).map((listener) => listener.close()));
    },
  };
}

export function send(running: RunningHttpServer, protocol: Protocol, toSend: RequestToSend): Promise<Response> {
  return protocol === 'h2c' ? sendHttp2(running, toSend) : sendHttp1(running, toSend);
}

export function openSession(running: RunningHttpServer): ClientHttp2Session {
  const session = connect('http://echo.example', { createConnection: () => running.listeners.h2c.connect() });
  // A server that stops cuts what is open; its streams tell.
  return session.on('error', () => {});
}

async function sendHttp1(
  running: RunningHttpServer,
  { method, path, headers, body }: RequestToSend,
): Promise<Response> {
  const options: RequestOptions = { socketPath: running.listeners['http/1.1'].path, agent: false };
  if (method !== undefined) options.method = method;
  if (headers !== undefined) options.headers = headers;
  const sent = request({ ...options, path: path ?? '/echo' });
  // The server may have answered and closed before all of the body is out; what fails before that, once() tells.
  sent.on('error', () => {}).end(body);
  const [response]: IncomingMessage[] = await once(sent, 'response');
  if (response === undefined) throw new Error('no response');
  const answered = await buffer(response);
  const { statusCode: status = 0, trailers } = response;
  return { status, headers: response.headers, body: answered, text: String(answered), trailers };
}

async function sendHttp2(
  running: RunningHttpServer,
  { method, path, headers, body }: RequestToSend,
): Promise<Response> {
  const session = openSession(running);
  const stream = session.request(
    { ':method': method ?? 'GET', ':path': path ?? '/echo', ...headers },
    { endStream: body === undefined },
  );
  if (body !== undefined) stream.end(body);
  const [answer] = await once(stream, 'response');
  let trailers: IncomingHttpHeaders = {};
  stream.once('trailers', (fields) => {
    trailers = Object.fromEntries(Object.entries(fields));
  });
  const answered = await buffer(stream);
  session.close();
  return { status: answer[':status'], headers: answer, body: answered, text: String(answered), trailers };
}
