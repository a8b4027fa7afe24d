/**
 * Cross-origin calls of browsers (Fetch standard, CORS protocol). Any origin may call and read: there is nothing here that who
 * reaches the port would not get anyway. But no `access-control-allow-credentials`: with it any page could read what an
 * authenticating proxy in between adds to the calls of who is logged in. Without credentials a `*` stands for all names.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';

/** Every service of ours is in a package, so a gRPC path has a dot in front of its second slash; no endpoint has. */
const METHOD_PATH = /^\/[^/?]+\.[^/?]+\/[^/?]+$/;

export function isPreflight({ method, url = '', headers }: IncomingMessage): boolean {
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false;
  return METHOD_PATH.test(url) || /\bx-grpc-web\b/i.test(headers['access-control-request-headers'] ?? '');
}

export function answerPreflight({ headers }: IncomingMessage, response: ServerResponse): void {
  response.statusCode = 204;
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-methods', 'POST');
  // Whatever is asked for is metadata. By name: `*` would not stand for authorization.
  const asked = headers['access-control-request-headers'];
  if (asked !== undefined) response.setHeader('access-control-allow-headers', asked);
  response.end();
}

export function allowOrigin({ headers }: IncomingMessage, response: ServerResponse): void {
  if (headers.origin === undefined) return;
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-expose-headers', '*');
}
