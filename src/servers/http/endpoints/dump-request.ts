/** `/dump/request`: the request in the text form of HTTP/1.1. */

import type { IncomingMessage } from 'node:http';

import { headerList, neverIndexedNames, type ShownHeader } from '../../header-list.ts';
import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';
import { readBody } from '../request-body.ts';

export function createDumpRequestEndpoint({ isSecret, maxBodyBytes }: EndpointOptions): Endpoint {
  return defineEndpoint({
    path: '/dump/request',
    methods: 'ANY',
    readsBody: true,
    summary: 'the request as HTTP/1.1 writes it: fields in wire order and case, the body out of its chunks, no secrets',
    example: { path: '/dump/request', options: '-d hello' },
    statuses: { 413: 'the body is too large' },
    mediaType: 'text/plain',
    async handle({ raw }, reply) {
      const body = await readBody(raw, maxBodyBytes);
      const headers = headerList(raw.rawHeaders, neverIndexedNames(raw.headers), isSecret);
      reply.type('text/plain; charset=utf-8').header('x-content-type-options', 'nosniff');
      // Node reads header fields as ISO-8859-1, a character for a byte.
      return Buffer.concat([Buffer.from(head(raw, headers), 'latin1'), body]);
    },
  });
}

/** The pseudo-header fields of HTTP/2 are the request line and Host: RFC 9113 §8.3.1. */
function head({ method, url, httpVersion }: IncomingMessage, headers: readonly ShownHeader[]): string {
  const authority = headers.find(({ name }) => name === ':authority');
  const host = authority === undefined ? [] : [{ ...authority, name: 'host' }];
  const fields = [...host, ...headers.filter(({ name }) => !name.startsWith(':'))];
  const lines = fields.map(({ name, value, redacted }) => `${name}: ${redacted ? '[redacted]' : value}`);
  return `${[`${method} ${url} HTTP/${httpVersion}`, ...lines].join('\r\n')}\r\n\r\n`;
}
