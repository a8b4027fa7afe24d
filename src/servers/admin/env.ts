/** `/api/env`: where this replica runs, and what holds it back. Nothing of its environment variables. */

import type { Place } from '../../place/place.ts';
import type { Identity } from '../identity.ts';
import type { AdminEndpoint } from './endpoint.ts';

export function createEnvEndpoints(identity: Identity, readPlace: () => Promise<Place>): readonly AdminEndpoint[] {
  return [
    {
      method: 'GET',
      path: '/api/env',
      summary: 'where this replica runs: CPU throttling, memory, pressure, event loop, TCP counters',
      handle: async () => ({ identity, ...(await readPlace()) }),
    },
  ];
}
