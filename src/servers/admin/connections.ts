/** `/api/connections`: who is connected, and what each connection is like now. */

import type { FastifyRequest } from 'fastify';

import { connectionJson, summaryJson } from '../../formats/connection-json.ts';
import type { ConnectionState } from '../../trace/connection-state.ts';
import type { AdminEndpoint } from './endpoint.ts';
import { Refusal } from './refusal.ts';
import type { WatchedConnections } from './tracing.ts';

export function createConnectionEndpoints(connections: WatchedConnections): readonly AdminEndpoint[] {
  return [
    {
      method: 'GET',
      path: '/api/connections',
      summary: 'those that are open, the newest first; then those that closed',
      handle: () => ({ connections: connections.summaries().map(summaryJson) }),
    },
    {
      method: 'GET',
      path: '/api/connections/:id',
      summary: 'one of them: settings of both sides, windows, HPACK tables, open streams',
      example: { path: '/api/connections/c1' },
      handle: (request) => connectionJson(connectionOf(connections, idOf(request))),
    },
  ];
}

/** @throws Refusal */
export function connectionOf(connections: WatchedConnections, id: string): ConnectionState {
  const state = connections.state(id);
  if (state !== undefined) return state;
  throw new Refusal(404, `connection ${JSON.stringify(id)} came: expected one of /api/connections`);
}

function idOf({ params }: FastifyRequest): string {
  return (params as { readonly id: string }).id;
}
