/** The gRPC server: EchoService, TestService, health and reflection, on connections that are handed to it. */

import type { Socket } from 'node:net';

import {
  addAdminServicesToServer,
  logVerbosity,
  Server,
  ServerCredentials,
  type ServerOptions,
  setLogVerbosity,
} from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';

import type { ConnectionFacts } from '../../connection-facts.ts';
import type { IsSecret } from '../../redaction.ts';
import { attachFacts } from '../connection-facts.ts';
import { type CallFaults, createCallFaults } from '../faults/call-faults.ts';
import type { HealthRegistry } from '../health-registry.ts';
import { DEFAULT_HTTP2_POLICY, type Http2Policy } from '../http2/policy.ts';
import { sendIds } from '../http2/reply-ids.ts';
import { governSessions, LAST_WORDS_MS } from '../http2/sessions.ts';
import type { Identity } from '../identity.ts';
import { createOpenSockets } from '../open-sockets.ts';
import { createTraceresponses } from '../reply-ids.ts';
import { numberRequest } from '../request-number.ts';
import type { StreamListener } from '../stream-listener.ts';
import { keepCallHeaders } from './call-facts.ts';
import { isGrpc } from './content-type.ts';
import { createEchoMethods } from './echo/methods.ts';
import { withEchoReplies } from './echo/reply.ts';
import { createStatusOf } from './echo/response-status.ts';
import { createFaultOfField } from './fault-field.ts';
import { createFaultHold } from './fault-hold.ts';
import { createHealthMethods } from './health/methods.ts';
import { http2ServerOf, interceptStreams } from './intercept-streams.ts';
import { answerNotGrpc } from './not-grpc.ts';
import { answerNotPost } from './not-post.ts';
import {
  CHANNELZ_FILE,
  ECHO_SERVICE,
  FILES,
  HEALTH_SERVICE,
  LOAD_OPTIONS,
  loadProtos,
  serviceNames,
  serviceOf,
  TEST_SERVICE,
} from './protos.ts';
import { withMessageBytes } from './received-messages.ts';
import { addReflection } from './reflection.ts';
import { createSeenOf } from './seen.ts';
import { createTestMethods } from './testing/methods.ts';

export interface GrpcServerOptions {
  /** What the health service tells; the services of this server are added to it as SERVING. */
  readonly health: HealthRegistry;
  /** Header fields whose values the echo replies leave out. Read for each call: it may be another one later. */
  readonly isSecret: IsSecret;
  /** Whether to count calls and messages for grpc.channelz.v1, and to serve it. Default: no. */
  readonly channelz?: boolean;
  /** Where HTTP is served, as a client would type it; read for each answer that tells it. */
  readonly httpAt: string;
  /** Who answers, for the echo replies. */
  readonly identity: Identity;
  /** What goes wrong on demand. Default: that of application faults which calls bring themselves. */
  readonly faults?: CallFaults;
  /** Default: DEFAULT_HTTP2_POLICY. */
  readonly http2?: Http2Policy;
  /** Whether calls that belong to no distributed trace begin one, told in `traceresponse`. Default: no. */
  readonly newTraces?: boolean;
  /** Default: those of grpc-js, 4 MiB to receive and no limit to send. */
  readonly messageLimits?: MessageLimits;
}

/** Of one message as it is before compression, in bytes. A call with a larger one ends with RESOURCE_EXHAUSTED. */
export interface MessageLimits {
  readonly maxReceive: number;
  /** Absent: none. */
  readonly maxSend?: number | undefined;
}

export interface GrpcServer {
  /** Takes over a socket whose client speaks HTTP/2 in clear text. Never throws; after a drain it closes the socket. */
  accept(socket: Socket, facts: ConnectionFacts): void;
  /**
   * Serves a stream of a connection that another server holds, whose facts are attached: HTTP and gRPC on one port. Its
   * connection's limits, keepalive and drain are those of the other server.
   */
  readonly serve: StreamListener;
  /**
   * Every connection ends gracefully: calls in flight may end, and those that come before the client knows are served. What is left
   * after `graceMs` is cut. Watches of health end when its registry is shut down, which is to come first. Resolves when every
   * connection has closed.
   */
  drain(graceMs: number): Promise<void>;
}

/** @throws Error where the .proto files of the package cannot be loaded */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const definition = loadProtos(LOAD_OPTIONS, filesOf(options));
  for (const service of serviceNames(definition)) options.health.set(service, 'SERVING');
  const { faults = createCallFaults() } = options;
  const server = createServer(options, faults, definition);
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const isHeld = createFaultHold(faults);
  const serve = interceptStreams(server, (stream, headers, raw, handOn) => {
    numberRequest(stream, stream.session);
    if (!isGrpc(headers)) answerNotGrpc(stream, headers, options.httpAt);
    else if (headers[':method'] !== 'POST') answerNotPost(stream, headers[':method'] ?? '');
    else {
      keepCallHeaders(stream, headers, raw);
      return !isHeld(stream, headers, raw, handOn);
    }
    return false;
  });
  const http2 = http2ServerOf(server);
  const sessions = governSessions(http2, options.http2 ?? DEFAULT_HTTP2_POLICY);
  sendIds(http2, createTraceresponses(options.newTraces));
  const sockets = createOpenSockets();
  let isDrained = false;

  return {
    accept(socket, facts) {
      // One that is destroyed may have closed already: a drain would wait for its 'close' in vain.
      if (isDrained || socket.destroyed) {
        socket.destroy();
        return;
      }
      sockets.add(socket);
      attachFacts(socket, facts);
      injector.injectConnection(socket);
    },
    serve,
    async drain(graceMs) {
      sessions.drain(graceMs);
      await sockets.drained(graceMs + LAST_WORDS_MS);
      isDrained = true;
      injector.destroy();
    },
  };
}

function filesOf({ channelz = false }: GrpcServerOptions): readonly string[] {
  return channelz ? [...FILES, CHANNELZ_FILE] : FILES;
}

/** @param options not a copy: some are read for each call */
function createServer(options: GrpcServerOptions, faults: CallFaults, definition: PackageDefinition): Server {
  const { channelz = false, health } = options;
  // It prints header fields that are no valid metadata, "authorization" among them, to stderr: a peer's choice of our log.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({
    ...optionsOf(options.messageLimits),
    // It counts on every message: 2 to 5 % of the calls that one core can serve.
    'grpc.enable_channelz': channelz ? 1 : 0,
  });
  server.addService(
    withMessageBytes(withEchoReplies(serviceOf(definition, ECHO_SERVICE))),
    createEchoMethods({
      seenOf: createSeenOf(options),
      statusOf: createStatusOf(),
      faultOf: createFaultOfField(faults),
    }),
  );
  server.addService(serviceOf(definition, HEALTH_SERVICE), createHealthMethods(health));
  server.addService(serviceOf(definition, TEST_SERVICE), { ...createTestMethods(options.identity.hostname) });
  if (channelz) addAdminServicesToServer(server);
  addReflection(server, filesOf(options));
  return server;
}

function optionsOf(limits: MessageLimits | undefined): ServerOptions {
  if (limits === undefined) return {};
  const { maxReceive, maxSend } = limits;
  return {
    'grpc.max_receive_message_length': maxReceive,
    ...(maxSend !== undefined && { 'grpc.max_send_message_length': maxSend }),
  };
}
