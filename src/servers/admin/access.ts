/**
 * Who may ask the admin server. Everything that comes to it passes here before anything is done for it: requests of HTTP/1.1 and
 * HTTP/2, gRPC calls, and handshakes of WebSockets.
 *
 * Nobody is locked out after wrong tokens: whoever reaches the port could then lock out who is on call. A wrong token costs one hash,
 * and the right one is too long to be found by trying.
 */

import type { IncomingHttpHeaders } from 'node:http';
import type { IncomingHttpHeaders as IncomingHttp2Headers } from 'node:http2';

import { tokenOf } from './credentials.ts';
import { crossSiteRefusal, type SiteAsked } from './cross-site.ts';
import { Refusal } from './refusal.ts';
import type { AdminToken } from './token.ts';

export interface Asked extends SiteAsked {
  readonly authorization: string | undefined;
}

/** @returns why the request is refused, with 401 or 403; undefined where it is not. Never throws */
export type Access = (asked: Asked) => Refusal | undefined;

export interface AccessOptions {
  /** Undefined: none is asked for. Only for a loopback address. */
  readonly token: AdminToken | undefined;
  /** Whether the server listens on a loopback address. */
  readonly isLoopback: boolean;
}

/**
 * RFC 9110 §11.6.1. Basic comes first: browsers ask for a password by themselves, and send it with what a page of ours asks for,
 * WebSockets too. RFC 6750 §3 wants a parameter with Bearer.
 */
export const CHALLENGES = 'Basic realm="sre-test-server", Bearer realm="sre-test-server"';

const HOW_TO_BRING_IT =
  "expected Authorization: Bearer <token>, or Basic with it as the password: curl -u :<token>, or grpcurl -H 'authorization: Bearer <token>'";

export function createAccess({ token, isLoopback }: AccessOptions): Access {
  return (asked) => {
    // On another address the Host may be any name: a page whose name was made to resolve to us has no token, for browsers keep
    // passwords by origin, and its origin is its own.
    const crossSite = crossSiteRefusal(asked, { anyHost: !isLoopback });
    if (crossSite !== undefined) return new Refusal(403, crossSite);
    const missing = token === undefined ? undefined : tokenRefusal(token, asked.authorization);
    return missing === undefined ? undefined : new Refusal(401, `${missing}: ${HOW_TO_BRING_IT}`);
  };
}

/** @param headers of HTTP/1.1, or of HTTP/2 with its pseudo-header fields */
export function askedBy(method: string, headers: IncomingHttpHeaders | IncomingHttp2Headers): Asked {
  const { origin, authorization } = headers;
  const host = headers[':authority'] ?? headers.host;
  return { method, host: host?.toString(), origin, fetchSite: headers['sec-fetch-site']?.toString(), authorization };
}

/** Never with a word of what came. */
function tokenRefusal(token: AdminToken, authorization: string | undefined): string | undefined {
  if (authorization === undefined) return 'no token came';
  const came = tokenOf(authorization);
  if (came === undefined) return 'an Authorization without a token came';
  return token.matches(came) ? undefined : 'another token came';
}
