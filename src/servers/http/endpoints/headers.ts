/** `/headers`: the header fields of the request. */

import { headerList, neverIndexedNames } from '../../header-list.ts';
import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';

export function createHeadersEndpoint({ isSecret }: EndpointOptions): Endpoint {
  return defineEndpoint({
    path: '/headers',
    methods: 'ANY',
    summary: 'the header fields in wire order, as JSON',
    example: { path: '/headers', options: '-H "x-a: 1"' },
    handle: async ({ raw }) => ({ headers: headerList(raw.rawHeaders, neverIndexedNames(raw.headers), isSecret) }),
  });
}
