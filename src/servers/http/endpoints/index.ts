/** `/`: the table of endpoints, as a page in a browser and as text elsewhere. */

import type { FastifyRequest } from 'fastify';

import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';
import { CONTENT_SECURITY_POLICY, indexAsHtml, indexAsText } from '../index-page.ts';
import { connectionOf } from '../raw-request.ts';

/** Of a name as it may be in a URL, RFC 3986 §3.2.2; the rest has no place in a line that people copy into a shell. */
const AUTHORITY = /^[\w.:[\]-]+$/;

/** @param table asked when it is complete */
export function createIndexEndpoint({ identity }: EndpointOptions, table: () => readonly Endpoint[]): Endpoint {
  return defineEndpoint({
    path: '/',
    summary: 'this list: HTML where Accept has text/html, else text',
    example: { path: '/' },
    mediaType: 'text/html',
    async handle(request, reply) {
      const page = { identity, endpoints: table(), origin: originOf(request) };
      reply.headers({ 'content-security-policy': CONTENT_SECURITY_POLICY, vary: 'accept' });
      const isHtml = request.headers.accept?.includes('text/html') ?? false;
      reply.type(`${isHtml ? 'text/html' : 'text/plain'}; charset=utf-8`);
      return isHtml ? indexAsHtml(page) : indexAsText(page);
    },
  });
}

function originOf({ headers, raw }: FastifyRequest): string {
  const pseudo = headers[':authority'];
  const authority = (typeof pseudo === 'string' ? pseudo : headers.host) ?? '';
  const scheme = connectionOf(raw)?.tls === undefined ? 'http' : 'https';
  return `${scheme}://${AUTHORITY.test(authority) ? authority : 'localhost:8080'}`;
}
