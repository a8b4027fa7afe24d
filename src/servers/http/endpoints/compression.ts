/** `/gzip`, `/deflate` and `/brotli`: a compressed answer, whatever the client accepts. */

import { promisify } from 'node:util';
import { brotliCompress, deflate, gzip } from 'node:zlib';

import { headerList, neverIndexedNames } from '../../header-list.ts';
import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';

interface Coding {
  readonly path: string;
  /** RFC 9110 §8.4.1, RFC 7932; "deflate" is the zlib format. */
  readonly coding: string;
  readonly compress: (text: string) => Promise<Buffer>;
}

const CODINGS: readonly Coding[] = [
  { path: '/gzip', coding: 'gzip', compress: promisify<string, Buffer>(gzip) },
  { path: '/deflate', coding: 'deflate', compress: promisify<string, Buffer>(deflate) },
  { path: '/brotli', coding: 'br', compress: promisify<string, Buffer>(brotliCompress) },
];

export function createCompressionEndpoints({ isSecret }: EndpointOptions): readonly Endpoint[] {
  return CODINGS.map(({ path, coding, compress }) =>
    defineEndpoint({
      path,
      summary: `the header fields of the request, with Content-Encoding: ${coding}, asked for or not`,
      example: { path, options: '-i --compressed' },
      async handle({ raw }, reply) {
        const headers = headerList(raw.rawHeaders, neverIndexedNames(raw.headers), isSecret);
        reply.type('application/json; charset=utf-8').header('content-encoding', coding);
        return compress(JSON.stringify({ coding, headers }));
      },
    }),
  );
}
