/**
 * Any page that a browser of this machine shows can send requests to a loopback address. The admin API is for people, and for
 * pages that it served itself.
 */

import type { IncomingHttpHeaders } from 'node:http';

import { isLoopback } from '../../loopback.ts';

export interface Asked {
  readonly method: string;
  /** The Host field, on HTTP/2 `:authority`. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Sec-Fetch-Site, which browsers send and pages cannot change. */
  readonly fetchSite: string | undefined;
}

export function askedBy({ method = '', headers }: AnyRequest): Asked {
  const { host = headers[':authority'], origin, 'sec-fetch-site': fetchSite } = headers;
  return { method, host: host?.toString(), origin, fetchSite: fetchSite?.toString() };
}

/** Of Node's HTTP servers, and of fastify. */
interface AnyRequest {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

const READS = new Set(['GET', 'HEAD']);

/** `none`: a person typed the address. `same-site` is any other port of this machine, which is somebody else. */
const OUR_SITES = new Set(['same-origin', 'none']);

/** RFC 9110 §7.2: nothing else that a URL may have. */
const HOST_AND_PORT = /^[\w.:[\]-]+$/;

/** @returns why the request is refused; undefined where it is not */
export function crossSiteRefusal({ method, host, origin, fetchSite }: Asked): string | undefined {
  const asked = HOST_AND_PORT.test(host ?? '') ? urlOf(`http://${host}`) : undefined;
  // DNS rebinding: the name of a page resolves to us, and its origin is that name. The port may be another: kubectl port-forward.
  if (asked === undefined || !isLoopback(bare(asked.hostname))) {
    return `Host ${host} came: expected localhost or a loopback address`;
  }
  if (origin !== undefined && urlOf(origin)?.host !== asked.host) {
    return `Origin ${origin} came: expected http://${asked.host}, or none`;
  }
  if (!READS.has(method) && fetchSite !== undefined && !OUR_SITES.has(fetchSite)) {
    return `Sec-Fetch-Site ${fetchSite} came with ${method}: expected ${[...OUR_SITES].join(' or ')}`;
  }
  return undefined;
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Of an IPv6 address without its brackets. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
