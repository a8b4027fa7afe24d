/** What an endpoint of the HTTP server is. */

import type { FastifyReply, FastifyRequest } from 'fastify';

import type { IsSecret } from '../../redaction.ts';

export interface Endpoint {
  readonly path: string;
  /** One line for who asked for a path that does not exist. */
  readonly summary: string;
  /** Serves every method. What it resolves to is sent as JSON. */
  handle(request: FastifyRequest, reply: FastifyReply): Promise<unknown>;
}

export interface EndpointOptions {
  /** Header fields whose values the replies leave out. */
  readonly isSecret: IsSecret;
  /** Of a request; one with more is answered with 413. */
  readonly maxBodyBytes: number;
}
