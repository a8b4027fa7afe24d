/** `/api`: what the admin server has, with lines to copy. */

import type { AdminEndpoint } from './endpoint.ts';

function grpcEntries(host: string): string {
  return [
    'gRPC sre.trace.v1.TraceService',
    '  the trace as it happens, and connections',
    `  grpcurl -plaintext -d '{"filter": "type:GOAWAY"}' ${host} sre.trace.v1.TraceService/Watch`,
    '',
    'gRPC sre.admin.v1.AdminService',
    '  health and faults, as above',
    `  grpcurl -plaintext ${host} list`,
    '',
  ].join('\n');
}

export function createIndexPage(endpoints: readonly AdminEndpoint[]): AdminEndpoint {
  return {
    method: 'GET',
    path: '/api',
    summary: 'this list',
    handle({ host }, reply) {
      reply.type('text/plain; charset=utf-8');
      const entries = endpoints.map((endpoint) => entry(endpoint, host));
      return `sre-test-server: admin API. In a browser: the web view, http://${host}/\n\n${entries.join('\n')}\n${grpcEntries(host)}`;
    },
  };
}

function entry(endpoint: AdminEndpoint, host: string): string {
  return `${endpoint.method} ${endpoint.path}\n  ${endpoint.summary}\n  ${commandLine(endpoint, host)}\n`;
}

function commandLine({ method, path, example }: AdminEndpoint, host: string): string {
  const target = `//${host}${example?.path ?? path}`;
  if (example?.isWebSocket === true) return `websocat ${quoted(`ws:${target}`)}`;
  const request = method === 'GET' ? '' : `-X ${method} `;
  const body = example?.body === undefined ? '' : `-d '${example.body}' `;
  return `curl ${request}${body}${quoted(`http:${target}`)}`;
}

/** What shells would take for a pattern. */
function quoted(url: string): string {
  return url.includes('?') ? `'${url}'` : url;
}
