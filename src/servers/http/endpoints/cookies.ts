/** `/cookies`: those that came, and how to set and delete some. */

import type { FastifyReply } from 'fastify';

import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';
import { httpError } from '../http-error.ts';
import { type QueryParameter, targetOf } from '../target.ts';

/** RFC 6265 §4.1.1. */
const COOKIE_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const COOKIE_VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

/** From /cookies/set and /cookies/delete, also behind a proxy that adds a prefix. */
const BACK = '../cookies';

export function createCookiesEndpoints({ isSecret }: EndpointOptions): readonly Endpoint[] {
  const setter = { takesAnyQuery: true, statuses: { 302: `see ${BACK}` } };
  return [
    defineEndpoint({
      path: '/cookies',
      summary: 'the names of the cookies that came; their values with --no-redact',
      example: { path: '/cookies', options: '-b a=1' },
      async handle({ headers }) {
        const redacted = isSecret('cookie');
        const shown = (value: string) => (redacted ? '' : value);
        return {
          cookies: cookiesOf(headers.cookie).map(({ name, value }) => ({ name, value: shown(value), redacted })),
        };
      },
    }),
    defineEndpoint({
      ...setter,
      path: '/cookies/set',
      summary: 'sets the cookies that the query names, and redirects to /cookies',
      example: { path: '/cookies/set?a=1&b=2', options: '-i' },
      handle: async ({ raw }, reply) => setCookies(reply, targetOf(raw).query, ''),
    }),
    defineEndpoint({
      ...setter,
      path: '/cookies/delete',
      summary: 'deletes the cookies that the query names, and redirects to /cookies',
      example: { path: '/cookies/delete?a', options: '-i' },
      handle: async ({ raw }, reply) =>
        setCookies(
          reply,
          targetOf(raw).query.map(({ name }) => ({ name, value: '' })),
          '; Max-Age=0',
        ),
    }),
  ];
}

/** RFC 6265 §4.2.1. On HTTP/2 the field may come in pieces, which Node has joined: RFC 9113 §8.2.3. */
function cookiesOf(field: string | undefined): QueryParameter[] {
  const pairs = (field ?? '').split(';').map((pair) => pair.trim());
  return pairs
    .filter((pair) => pair !== '')
    .map((pair) => {
      const mark = pair.indexOf('=');
      return mark < 0 ? { name: pair, value: '' } : { name: pair.slice(0, mark), value: pair.slice(mark + 1) };
    });
}

/** @throws Error that fastify answers with 400 */
function setCookies(reply: FastifyReply, cookies: readonly QueryParameter[], attributes: string): FastifyReply {
  if (cookies.length === 0) throw httpError(400, 'no parameter came: expected the names of cookies');
  for (const { name, value } of cookies) {
    if (!COOKIE_NAME.test(name) || !COOKIE_VALUE.test(value)) {
      throw httpError(
        400,
        `parameter ${JSON.stringify(name)}: it came as a cookie: expected a name and value of RFC 6265 §4.1.1`,
      );
    }
    reply.header('set-cookie', `${name}=${value}; Path=/${attributes}`);
  }
  return reply.code(302).header('location', BACK).send({ location: BACK });
}
