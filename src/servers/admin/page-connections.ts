/**
 * The connections of the web view. A page asks each second how things are, over connections that it keeps, and shows what is new:
 * recorded, its questions would be most of that, and each answer a reason for the next question. So a connection is muted from the
 * first GET of the page on.
 *
 * What a muted connection changes is recorded all the same (app/muted.ts): nobody hides a change behind a page.
 */

import type { ConnectionFacts } from '../../connection-facts.ts';
import { isOriginOf, READS, type SiteAsked } from './cross-site.ts';
import type { TraceDelivery } from './trace/delivery.ts';

export interface PageAsked extends SiteAsked {
  readonly referer: string | undefined;
}

/** To be told of each request. @param isAdmitted whether it is answered, and not refused */
export type PageConnections = (asked: PageAsked, connection: ConnectionFacts, isAdmitted: boolean) => void;

export function createPageConnections(mute: TraceDelivery['mute']): PageConnections {
  // Forgotten with the connection.
  const muted = new WeakMap<ConnectionFacts, () => void>();
  return (asked, connection, isAdmitted) => {
    const unmute = muted.get(connection);
    if (isAdmitted && isOfPage(asked)) {
      if (unmute === undefined && READS.has(asked.method)) muted.set(connection, mute(connection.id));
      return;
    }
    // Somebody else's, by way of a proxy that keeps connections to us for all: recorded as ever.
    unmute?.();
    muted.delete(connection);
  };
}

/** Browsers send Sec-Fetch-Site only to this machine and over TLS; the Referer of our own page, its policy allows them. */
function isOfPage({ fetchSite, referer, host = '' }: PageAsked): boolean {
  if (fetchSite !== undefined) return fetchSite === 'same-origin';
  return referer !== undefined && isOriginOf(referer, host);
}
