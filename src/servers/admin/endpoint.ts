/** What an endpoint of the admin server is. */

import type { FastifyReply, FastifyRequest } from 'fastify';

export type AdminMethod = 'GET' | 'PUT' | 'DELETE';

export interface AdminEndpoint {
  readonly method: AdminMethod;
  readonly path: string;
  /** One line for the index, and for who asked for what does not exist. */
  readonly summary: string;
  /** To copy: a body for methods that have one, and the path where that has parameters. */
  readonly example?: { readonly body?: string; readonly path?: string; readonly isWebSocket?: boolean };
  /** What it returns is sent as JSON, unless the reply says otherwise. @throws Refusal */
  handle(request: FastifyRequest, reply: FastifyReply): unknown;
}
