/** `/status/{codes}`: an answer with that status. */

import { STATUS_CODES } from 'node:http';

import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';
import { drawCode, statusCodes } from './status-codes.ts';

type Fields = Readonly<Record<string, string>>;

const REDIRECT: Fields = { location: '/echo' };

/** What RFC 9110 §15 demands to be with a status, by status. 426 wants Upgrade, which HTTP/2 forbids. */
const FIELDS: Readonly<Record<number, Fields>> = {
  301: REDIRECT,
  302: REDIRECT,
  303: REDIRECT,
  307: REDIRECT,
  308: REDIRECT,
  401: { 'www-authenticate': 'Basic realm="sre-test-server"' },
  405: { allow: 'GET, HEAD' },
  407: { 'proxy-authenticate': 'Basic realm="sre-test-server"' },
};

export function createStatusEndpoint({ random }: EndpointOptions): Endpoint {
  return defineEndpoint({
    path: '/status/{codes}',
    methods: 'ANY',
    summary: 'answers with that status, or with one drawn from a list of weighted ones',
    parameters: { codes: statusCodes },
    example: { path: '/status/503:10,404:5', options: '-i' },
    statuses: { default: 'the status that was asked for' },
    async handle({ raw }, reply, { codes }) {
      const code = drawCode(codes, random());
      reply.code(code).headers(FIELDS[code] ?? {});
      if (code === 426 && raw.httpVersionMajor === 1) reply.headers({ upgrade: 'h2c', connection: 'upgrade' });
      // RFC 9110 §15.3.5, §15.3.6, §15.4.5: no content.
      if (code === 204 || code === 205 || code === 304) return reply.send();
      return { statusCode: code, reason: STATUS_CODES[code] ?? '' };
    },
  });
}
