/** `/assets/`: what the page is made of. */

import type { FastifyRequest } from 'fastify';

import type { AdminEndpoint } from '../endpoint.ts';
import { Refusal } from '../refusal.ts';
import type { WebView } from './files.ts';
import { sendFile } from './send-file.ts';

/** RFC 8246: a name has a hash of what is in the file, so neither ever changes. */
const CACHE_CONTROL = 'public, max-age=31536000, immutable';

export function createAssetsEndpoint({ assets }: WebView): AdminEndpoint {
  return {
    method: 'GET',
    path: '/assets/:name',
    summary: 'what the web view is made of',
    handle(request, reply) {
      const name = nameOf(request);
      const file = assets.get(name);
      if (file === undefined) throw new Refusal(404, `the web view has no file ${JSON.stringify(name)}`);
      reply.headers({ 'cache-control': CACHE_CONTROL, vary: 'accept-encoding' });
      return sendFile(request, reply, file);
    },
  };
}

function nameOf({ params }: FastifyRequest): string {
  return (params as { readonly name: string }).name;
}
