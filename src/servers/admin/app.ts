/** The fastify instance of the admin server: who may ask, endpoints, and answers to what is no endpoint. */

import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';

import { type AppServers, passBodiesUnread } from '../http/app.ts';
import { askedBy, crossSiteRefusal } from './cross-site.ts';
import type { AdminEndpoint } from './endpoint.ts';
import { type AdminOptions, createAdminEndpoints } from './endpoints.ts';
import { Refusal } from './refusal.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** Names of services are shorter; fastify's own limit is 100, and past it there would be no endpoint. */
const MAX_NAME_CHARACTERS = 1_000;

export function createAdminApp(options: AdminOptions, servers: AppServers): FastifyInstance {
  const app = fastify({
    ...servers,
    routerOptions: { maxParamLength: MAX_NAME_CHARACTERS },
  });
  app.addHook('onRequest', (request, reply, next) => {
    reply.headers(SECURITY_HEADERS);
    const refusal = crossSiteRefusal(askedBy(request));
    next(refusal === undefined ? undefined : new Refusal(403, refusal));
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
