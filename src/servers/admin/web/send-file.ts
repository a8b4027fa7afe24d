import type { FastifyReply, FastifyRequest } from 'fastify';

import type { WebFile } from './files.ts';

/**
 * What the page may do: run and load what comes from this server, ask it, and nothing else. What peers sent is on it, so nothing of that
 * may become code: there is no script in it, and none can be made of text.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** @returns what to send; the rest of the reply is set */
export function sendFile({ headers }: FastifyRequest, reply: FastifyReply, file: WebFile): Promise<Buffer> | Buffer {
  reply.type(file.contentType);
  // The Referer, for this server alone, tells the page's requests where Sec-Fetch-Site does not: page-connections.ts.
  reply.headers({ 'content-security-policy': CONTENT_SECURITY_POLICY, 'referrer-policy': 'same-origin' });
  if (!acceptsGzip(headers['accept-encoding'])) return file.content;
  reply.header('content-encoding', 'gzip');
  return file.gzipped();
}

/** RFC 9110 §12.5.3. A browser names it; who takes anything gets it as it is. */
function acceptsGzip(field: string | string[] = ''): boolean {
  return String(field)
    .toLowerCase()
    .split(',')
    .some((each) => /^\s*(x-)?gzip\s*(;|$)/.test(each) && !/;\s*q=0(\.0*)?\s*$/.test(each));
}
