import type { AdminEndpoint } from '../endpoint.ts';
import { FilterRefusal } from './filter-text.ts';

/** In the shape of fastify's errors, and where a filter is wrong, where. */
export function telling(handle: AdminEndpoint['handle']): AdminEndpoint['handle'] {
  return (request, reply) => {
    try {
      return handle(request, reply);
    } catch (error) {
      if (!(error instanceof FilterRefusal)) throw error;
      const { statusCode, message, position, lines } = error;
      return reply.code(statusCode).send({ statusCode, error: 'Bad Request', message, position, lines });
    }
  };
}
