/** `/api/findings`: what was found wrong, as far as the ring holds it. */

import { toJson } from '../../../formats/json.ts';
import type { AdminEndpoint } from '../endpoint.ts';
import { backwards } from './backwards.ts';
import type { TraceDelivery } from './delivery.ts';
import { connectionId, readQuery, wholeNumber } from './query.ts';

const DEFAULT_LIMIT = 100;

export function createFindingsEndpoint({ ring, pace }: TraceDelivery): AdminEndpoint {
  return {
    method: 'GET',
    path: '/api/findings',
    summary: 'findings, the last first: ?conn=&limit=',
    async handle({ raw }) {
      const { conn, limit = DEFAULT_LIMIT } = readQuery(raw, { conn: connectionId, limit: wholeNumber(1) });
      const findings = [];
      for await (const event of backwards(ring, pace)) {
        if (event.kind !== 'finding' || (conn !== undefined && event.conn !== conn)) continue;
        findings.push(toJson(event));
        if (findings.length === limit) break;
      }
      return { findings };
    },
  };
}
