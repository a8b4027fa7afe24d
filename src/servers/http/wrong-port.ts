/** What an answer is to a client that speaks to the wrong one of our ports. */

import type { FastifyReply, FastifyRequest } from 'fastify';

export interface Ports {
  /** Where HTTP is served, as a client would type it: "localhost:8080". */
  readonly httpAt: string;
  /** Where gRPC is served. */
  readonly grpcAt: string;
}

/** @returns whether it has answered */
export type WrongPortAnswer = (request: FastifyRequest, reply: FastifyReply, ports: Ports) => boolean;
