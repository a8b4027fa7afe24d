/** `/response-headers`: the header fields that the query names. */

import { headerList } from '../../header-list.ts';
import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';
import { targetOf } from '../target.ts';
import { groupByName, sendableFields } from './sendable-fields.ts';

export function createResponseHeadersEndpoint({ isSecret }: EndpointOptions): Endpoint {
  return defineEndpoint({
    path: '/response-headers',
    methods: 'ANY',
    summary: 'answers with the header fields that the query names',
    takesAnyQuery: true,
    example: { path: '/response-headers?x-a=1&cache-control=no-store', options: '-i' },
    async handle({ raw }, reply) {
      const fields = sendableFields(targetOf(raw).query);
      reply.type('application/json; charset=utf-8');
      for (const [name, values] of groupByName(fields)) reply.header(name, values.length === 1 ? values[0] : values);
      const shown = headerList(
        fields.flatMap(({ name, value }) => [name, value]),
        [],
        isSecret,
      );
      // The content type may be anything that was asked for: as HTML, this must be text.
      return JSON.stringify({ headers: shown }).replaceAll('<', '\\u003c');
    },
  });
}
