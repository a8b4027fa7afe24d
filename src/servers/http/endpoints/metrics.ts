import type { MetricsText } from '../../metrics-text.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';

/** Of a server that was asked to have it: the admin server always has. */
export function createMetricsEndpoints(metrics: MetricsText | undefined): readonly Endpoint[] {
  if (metrics === undefined) return [];
  const endpoint = defineEndpoint({
    path: '/metrics',
    summary: 'for Prometheus, as on the admin port',
    example: { path: '/metrics' },
    mediaType: 'text/plain',
    async handle({ headers }, reply) {
      const { contentType, text } = await metrics(headers.accept);
      reply.type(contentType);
      return text;
    },
  });
  return [endpoint];
}
