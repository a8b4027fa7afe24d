/**
 * Any page that a browser of this machine shows can send requests to a loopback address. The admin API is for people, and for
 * pages that it served itself.
 */

import { isLoopback } from '../../loopback.ts';

export interface SiteAsked {
  readonly method: string;
  /** The Host field, on HTTP/2 `:authority`. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Sec-Fetch-Site, which browsers send and pages cannot change. */
  readonly fetchSite: string | undefined;
}

/** Methods that change nothing. */
export const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** `none`: a person typed the address. `same-site` is any other port of this machine, which is somebody else. */
const OUR_SITES = new Set(['same-origin', 'none']);

/** RFC 9110 §7.2: nothing else that a URL may have. */
const HOST_AND_PORT = /^[\w.:[\]-]+$/;

export interface SiteOptions {
  /** Whether the Host may be any name: not without something else that pages of other names do not have. Default: no. */
  readonly anyHost?: boolean;
}

/** @returns why the request is refused; undefined where it is not */
export function crossSiteRefusal(
  { method, host = '', origin, fetchSite }: SiteAsked,
  { anyHost = false }: SiteOptions = {},
): string | undefined {
  const asked = HOST_AND_PORT.test(host) ? urlOf(`http://${host}`) : undefined;
  // DNS rebinding: the name of a page resolves to us, and its origin is that name. The port may be another: kubectl port-forward.
  if (asked === undefined || !(anyHost || isLoopback(bare(asked.hostname)))) {
    return `Host ${host} came: expected ${anyHost ? 'a host name or an address' : 'localhost or a loopback address'}`;
  }
  if (origin !== undefined && !isOriginOf(origin, host)) {
    return `Origin ${origin} came: expected http://${host}, https://${host} or none`;
  }
  if (!READS.has(method) && fetchSite !== undefined && !OUR_SITES.has(fetchSite)) {
    return `Sec-Fetch-Site ${fetchSite} came with ${method}: expected ${[...OUR_SITES].join(' or ')}`;
  }
  return undefined;
}

/**
 * Clear text and TLS share the port. The default port, which nobody types, is that of the origin's own scheme.
 *
 * @param origin or any URL of it
 */
export function isOriginOf(origin: string, host: string): boolean {
  const { protocol, host: of } = urlOf(origin) ?? {};
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return urlOf(`${protocol}//${host}`)?.host === of;
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Of an IPv6 address without its brackets. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
