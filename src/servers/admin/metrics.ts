import type { MetricsText } from '../metrics-text.ts';
import type { AdminEndpoint } from './endpoint.ts';

export function createMetricsEndpoint(metrics: MetricsText): AdminEndpoint {
  return {
    method: 'GET',
    path: '/metrics',
    summary: 'for Prometheus: calls, frames, resets, stalls and where this replica runs (docs/metrics.md)',
    async handle({ headers }, reply) {
      const { contentType, text } = await metrics(headers.accept);
      reply.type(contentType);
      return text;
    },
  };
}
