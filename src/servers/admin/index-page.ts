/** `/`: what the admin server has, with lines to copy. */

import type { AdminEndpoint } from './endpoint.ts';

const GRPC = 'gRPC sre.admin.v1.AdminService\n  the same, on this port\n';

export function createIndexPage(endpoints: readonly AdminEndpoint[]): AdminEndpoint {
  return {
    method: 'GET',
    path: '/',
    summary: 'this page',
    handle({ host }, reply) {
      reply.type('text/plain; charset=utf-8');
      const entries = endpoints.map((endpoint) => entry(endpoint, host));
      return `sre-test-server: admin API\n\n${entries.join('\n')}\n${GRPC}  grpcurl -plaintext ${host} list\n`;
    },
  };
}

function entry({ method, path, summary, example }: AdminEndpoint, host: string): string {
  const request = method === 'GET' ? '' : `-X ${method} `;
  const body = example?.body === undefined ? '' : `-d '${example.body}' `;
  return `${method} ${path}\n  ${summary}\n  curl ${request}${body}http://${host}${example?.path ?? path}\n`;
}
