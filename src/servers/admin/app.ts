/** The fastify instance of the admin server: who may ask, endpoints, and answers to what is no endpoint. */

import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';

import { type AppServers, passBodiesUnread } from '../http/app.ts';
import { connectionOf } from '../http/raw-request.ts';
import { type Access, askedBy, CHALLENGES } from './access.ts';
import type { AdminEndpoint } from './endpoint.ts';
import { type AdminOptions, createAdminEndpoints } from './endpoints.ts';
import { createPageConnections } from './page-connections.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** Names of services are shorter; fastify's own limit is 100, and past it there would be no endpoint. */
const MAX_NAME_CHARACTERS = 1_000;

export function createAdminApp(options: AdminOptions, servers: AppServers, access: Access): FastifyInstance {
  const app = fastify({
    ...servers,
    routerOptions: { maxParamLength: MAX_NAME_CHARACTERS },
  });
  const noteOfPage = createPageConnections(options.delivery.mute);
  app.addHook('onRequest', (request, reply, next) => {
    reply.headers(SECURITY_HEADERS);
    const asked = askedBy(request.method, request.headers);
    const refusal = access(asked);
    const connection = connectionOf(request.raw);
    const { referer } = request.headers;
    if (connection !== undefined) noteOfPage({ ...asked, referer }, connection, refusal === undefined);
    if (refusal?.statusCode === 401) reply.header('www-authenticate', CHALLENGES);
    next(refusal);
  });
  passBodiesUnread(app);
  const endpoints = createAdminEndpoints(options);
  for (const { method, path, handle } of endpoints) {
    app.route({ method, url: path, handler: async (request, reply) => handle(request, reply) });
  }
  app.setNotFoundHandler((request, reply) => answerNotFound(request, reply, endpoints));
  return app;
}

/** In the shape of fastify's errors. */
function answerNotFound(request: FastifyRequest, reply: FastifyReply, all: readonly AdminEndpoint[]): void {
  const message = `${request.method} ${request.url} came: expected one of the endpoints`;
  const endpoints = all.map(({ method, path, summary }) => ({ method, path, summary }));
  reply.code(404).send({ statusCode: 404, error: 'Not Found', message, endpoints });
}
