/** The fastify instance: endpoints, and answers to what is no endpoint. It listens nowhere; server.ts feeds its handler. */

import { METHODS, type Server } from 'node:http';

import {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
} from 'fastify';

import type { CallFaults } from '../faults/call-faults.ts';
import type { EndpointOptions } from './endpoint.ts';
import { createEndpoints } from './endpoints.ts';
import { createFaultHook } from './fault-hook.ts';
import { answerGrpcOverHttp1 } from './grpc-over-http1.ts';
import { answerHttpOnGrpcPort } from './http-on-grpc-port.ts';
import { addRoutes } from './routing.ts';
import type { Ports, WrongPortAnswer } from './wrong-port.ts';

const WRONG_PORT_ANSWERS: readonly WrongPortAnswer[] = [answerHttpOnGrpcPort, answerGrpcOverHttp1];

/** A list of weighted status codes is a path parameter, and longer than the 100 characters that are the router's default. */
const MAX_PARAMETER_LENGTH = 2_000;

export interface AppOptions extends EndpointOptions {
  /** Read for each answer: they may be known only when the ports are open. */
  readonly ports: Ports;
  readonly faults: CallFaults;
  /** Default: none. */
  readonly logger?: FastifyBaseLogger | undefined;
}

/** How fastify gets its servers, which are not its own. */
export type AppServers = Required<Pick<FastifyHttpOptions<Server>, 'serverFactory' | 'clientErrorHandler'>>;

export function createApp({ logger, ports, faults, ...options }: AppOptions, servers: AppServers): FastifyInstance {
  const shared = { ...servers, routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH } };
  const app = fastify(logger === undefined ? shared : { ...shared, loggerInstance: logger });
  passBodiesUnread(app);
  app.addHook('onRequest', (request, reply, next) => {
    if (!WRONG_PORT_ANSWERS.some((answer) => answer(request, reply, ports))) next();
  });
  app.addHook('onRequest', createFaultHook(faults));
  const endpoints = createEndpoints(options);
  addRoutes(app, endpoints);
  const paths = endpoints.map(({ path, summary }) => ({ path, summary }));
  app.setNotFoundHandler((request, reply) => answerNotFound(request, reply, paths));
  return app;
}

/** For fastify no method has a body: endpoints read what came themselves, whatever the method and content type. */
export function passBodiesUnread(app: FastifyInstance): void {
  for (const method of METHODS) app.addHttpMethod(method, { hasBody: false, overrideExisting: true });
}

/** In the shape of fastify's errors. */
function answerNotFound(request: FastifyRequest, reply: FastifyReply, endpoints: readonly object[]): void {
  const message = `${request.method} ${request.url} came: expected one of the endpoints`;
  reply.code(404).send({ statusCode: 404, error: 'Not Found', message, endpoints });
}
