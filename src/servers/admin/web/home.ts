/** `/`: the web view in a browser, and the list of endpoints elsewhere. */

import type { AdminEndpoint } from '../endpoint.ts';
import type { WebView } from './files.ts';
import { sendFile } from './send-file.ts';

const NOT_BUILT = 'The web view is not built: npm run build builds it.\n\n';

/** @param web undefined: it is not built */
export function createHome(web: WebView | undefined, list: AdminEndpoint): AdminEndpoint {
  return {
    method: 'GET',
    path: '/',
    summary: 'the web view in a browser, this list elsewhere',
    handle(request, reply) {
      const isBrowser = request.headers.accept?.includes('text/html') ?? false;
      reply.header('vary', 'accept, accept-encoding');
      if (isBrowser && web !== undefined) return sendFile(request, reply, web.page);
      return `${isBrowser ? NOT_BUILT : ''}${list.handle(request, reply)}`;
    },
  };
}
