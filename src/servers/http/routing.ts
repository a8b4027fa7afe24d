/** The table of endpoints as routes of fastify. */

import { METHODS } from 'node:http';
import { Readable } from 'node:stream';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Endpoint, Methods } from './endpoint.ts';

/** Every route takes every method, so that the wrong one is told the right ones, RFC 9110 §15.5.6. */
export function addRoutes(app: FastifyInstance, endpoints: readonly Endpoint[]): void {
  for (const endpoint of endpoints) {
    const url = endpoint.path.replace(/\{(\w+)\}/g, ':$1');
    app.route({ method: app.supportedMethods, url, handler: (request, reply) => answer(endpoint, request, reply) });
  }
}

export function allowed(methods: Methods, method: string): boolean {
  return methods === 'ANY' || methods.includes(method) || (method === 'HEAD' && methods.includes('GET'));
}

async function answer(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const isAllowed = allowed(endpoint.methods, request.method);
  // A client that reads only after it has sent all must get its answer, and unread bytes hold up an HTTP/2 connection.
  if (!isAllowed || !endpoint.readsBody) request.raw.resume();
  if (!isAllowed) return refuse(endpoint.methods, request, reply);
  const body = await endpoint.handle(request, reply);
  return request.method === 'HEAD' && body instanceof Readable ? sendNone(reply, body) : body;
}

/** In the shape of fastify's errors. */
function refuse(methods: Methods, { method, url }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const allow = METHODS.filter((one) => allowed(methods, one)).join(', ');
  const message = `${method} ${url} came: expected ${allow}`;
  return reply.code(405).header('allow', allow).send({ statusCode: 405, error: 'Method Not Allowed', message });
}

/** RFC 9110 §9.3.2: HEAD has no content. One that takes an hour to make must not hold up its end. */
function sendNone(reply: FastifyReply, body: Readable): FastifyReply {
  body.destroy();
  return reply.send();
}
