/** The HTTP server: HTTP/1.1 and clear-text HTTP/2 with the same endpoints, on connections that are handed to it. */

import type { Server } from 'node:http';
import { createServer as createHttp2Server, type Http2Server } from 'node:http2';
import type { Socket } from 'node:net';

import type { FastifyBaseLogger, FastifyInstance } from 'fastify';

import type { ConnectionFacts } from '../../connection-facts.ts';
import type { IsSecret } from '../../redaction.ts';
import { attachFacts } from '../connection-facts.ts';
import { type CallFaults, createCallFaults } from '../faults/call-faults.ts';
import { withGrpcWeb } from '../grpc-web/serve.ts';
import { DEFAULT_HTTP2_POLICY, type Http2Policy } from '../http2/policy.ts';
import { sendIds } from '../http2/reply-ids.ts';
import { governSessions, LAST_WORDS_MS } from '../http2/sessions.ts';
import type { Identity } from '../identity.ts';
import type { MetricsText } from '../metrics-text.ts';
import { createOpenSockets } from '../open-sockets.ts';
import { createTraceresponses } from '../reply-ids.ts';
import { numberRequest } from '../request-number.ts';
import { type AppServers, createApp } from './app.ts';
import { answerClientError } from './client-error.ts';
import { type GrpcStreams, passGrpcStreams } from './grpc-streams.ts';
import { createHttp1Connections, type Http1Connections } from './http1-connections.ts';
import { createHttp1Server } from './http1-server.ts';
import { idsOfNext, responseClass } from './reply-ids.ts';
import { requestClass } from './upgrade.ts';
import { webSocketEcho } from './web-socket-echo.ts';
import { createWebSockets, type WebSockets } from './web-socket-server.ts';
import type { Ports } from './wrong-port.ts';

/** An echo holds the body, its text and the JSON of it, so a few times this for each request in flight. */
const DEFAULT_MAX_BODY_BYTES = 1024 * 1024;

/** The ports are read for each answer, so getters may give what is known only when they are open. */
export interface HttpServerOptions extends Ports {
  /** Header fields whose values the replies leave out. Read for each request: it may be another one later. */
  readonly isSecret: IsSecret;
  readonly identity: Identity;
  /** Whether traffic should be sent here: /readyz. */
  readonly isReady: () => boolean;
  /** Default: no /metrics. */
  readonly metrics?: MetricsText;
  /** Of a request. Default: 1 MiB. */
  readonly maxBodyBytes?: number;
  /** What goes wrong on demand. Default: that of application faults which requests bring themselves. */
  readonly faults?: CallFaults;
  /** Default: DEFAULT_HTTP2_POLICY. */
  readonly http2?: Http2Policy;
  /** Whether requests that belong to no distributed trace begin one, told in `traceresponse`. Default: no. */
  readonly newTraces?: boolean;
  /** Of fastify. Default: none. */
  readonly logger?: FastifyBaseLogger;
}

export interface HttpServer {
  /** To be awaited before the first `accept()`. */
  ready(): Promise<void>;
  /** Takes over a socket whose client speaks `protocol`. Never throws; HTTP/1.1 during a drain, and all after it, it closes. */
  accept(socket: Socket, facts: ConnectionFacts, protocol: 'http/1.1' | 'h2c'): void;
  /**
   * HTTP/1.1: idle connections close; the others get `Connection: close`, and close when their requests in flight are answered.
   * HTTP/2: connections end gracefully, and requests that come before the client knows are served. What is left after `graceMs` is
   * cut. Resolves when every connection has closed.
   */
  drain(graceMs: number): Promise<void>;
}

/** @param grpc serves the gRPC calls among the streams, and those of gRPC-Web */
export function createHttpServer(options: HttpServerOptions, grpc: GrpcStreams): HttpServer {
  const { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, faults = createCallFaults() } = options;
  const { identity, isReady, logger, metrics } = options;
  const isSecret: IsSecret = (name, neverIndexed) => options.isSecret(name, neverIndexed);
  const answers = { isSecret, identity, isReady, maxBodyBytes, random: Math.random, metrics };
  const appOptions = { ...answers, logger, faults, ports: options };
  const webSockets = createWebSockets(webSocketEcho);
  return serveApp((servers) => createApp(appOptions, servingGrpcWeb(grpc, servers)), {
    grpc,
    webSockets,
    policy: options.http2,
    newTraces: options.newTraces,
  });
}

/** Pages of any origin may call by gRPC-Web, so it is not for every server that has this transport. */
function servingGrpcWeb(grpc: GrpcStreams, servers: AppServers): AppServers {
  return {
    ...servers,
    serverFactory: (handler, options) => servers.serverFactory(withGrpcWeb(grpc, handler), options),
  };
}

interface Protocols {
  /** Serves the gRPC calls among the streams. */
  readonly grpc: GrpcStreams;
  /** Default: none; a request for a WebSocket is then answered as if it had not asked for one. */
  readonly webSockets?: WebSockets | undefined;
  /** Of HTTP/2. Default: DEFAULT_HTTP2_POLICY. */
  readonly policy?: Http2Policy | undefined;
  /** As in HttpServerOptions. */
  readonly newTraces?: boolean | undefined;
}

/** @param createApp given the servers whose requests its handler is to get */
export function serveApp(
  createApp: (servers: AppServers) => FastifyInstance,
  { grpc, webSockets, policy = DEFAULT_HTTP2_POLICY, newTraces }: Protocols,
): HttpServer {
  const traceresponseOf = createTraceresponses(newTraces);
  const http1 = createHttp1Server({
    ServerResponse: responseClass(traceresponseOf),
    ...(webSockets && { IncomingMessage: requestClass(webSockets.isFor) }),
  });
  const http2 = createHttp2Server();
  const connections = createHttp1Connections(http1);
  const sessions = governSessions(http2, policy);
  sendIds(http2, traceresponseOf);
  const sockets = createOpenSockets();
  if (webSockets !== undefined) serveWebSockets(http1, connections, webSockets);
  const app = createApp(fastifyServers(http1, http2, connections));
  passGrpcStreams(http2, grpc);
  let isDraining = false;
  let isDrained = false;

  return {
    async ready() {
      await app.ready();
    },
    accept(socket, facts, protocol) {
      // One that is destroyed may have closed already: a drain would wait for its 'close' in vain.
      if (isDrained || (isDraining && protocol === 'http/1.1') || socket.destroyed) {
        socket.destroy();
        return;
      }
      sockets.add(socket);
      attachFacts(socket, facts);
      if (protocol === 'http/1.1') connections.add(socket);
      (protocol === 'http/1.1' ? http1 : http2).emit('connection', socket);
    },
    async drain(graceMs) {
      isDraining = true;
      connections.drain();
      webSockets?.drain();
      sessions.drain(graceMs);
      await sockets.drained(graceMs + LAST_WORDS_MS);
      isDrained = true;
      http1.close();
      await app.close();
    },
  };
}

function fastifyServers(http1: Server, http2: Http2Server, connections: Http1Connections): AppServers {
  return {
    serverFactory(handler) {
      http2.on('request', handler);
      return http1.on('request', handler);
    },
    clientErrorHandler(error, socket) {
      // An answer that is on its way must not get another one in its middle.
      if (connections.isBusy(socket)) socket.destroy();
      else answerClientError(error, socket, idsOfNext(socket));
    },
  };
}

function serveWebSockets(http1: Server, connections: Http1Connections, webSockets: WebSockets): void {
  http1.on('upgrade', (request, socket, head) => {
    connections.release(request.socket);
    numberRequest(request, request.socket);
    webSockets.upgrade(request, socket, head);
  });
}
