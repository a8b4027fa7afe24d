/** `/api/health`: which services serve. What it sets, health checks and their watches, and /readyz, tell at once. */

import type { FastifyRequest } from 'fastify';

import type { HealthRegistry } from '../health-registry.ts';
import { bodyField } from './body-field.ts';
import type { AdminEndpoint } from './endpoint.ts';
import { servingOf, setServing } from './serving.ts';

export function createHealthEndpoints(registry: HealthRegistry): readonly AdminEndpoint[] {
  return [
    {
      method: 'GET',
      path: '/api/health',
      summary: 'which services serve; the one without a name is the server as a whole',
      handle: () => servingOf(registry),
    },
    {
      method: 'PUT',
      path: '/api/health',
      summary: 'SERVING or NOT_SERVING: the server as a whole and each service',
      example: { body: 'NOT_SERVING' },
      handle: async (request) => setServing(registry, undefined, await bodyField(request, 'status')),
    },
    {
      method: 'PUT',
      path: '/api/health/:service',
      summary: 'of one service by its full name; with no name behind the slash, of the server as a whole alone',
      example: { body: 'NOT_SERVING', path: '/api/health/sre.echo.v1.EchoService' },
      handle: async (request) => setServing(registry, serviceOf(request), await bodyField(request, 'status')),
    },
  ];
}

function serviceOf({ params }: FastifyRequest): string {
  return (params as { readonly service: string }).service;
}
