/** What a click on a figure of the overview filters the list by: what the summary has counted, as CEL. */

import { celString } from '../../filter/quote.ts';
import type { ErrorOrigin } from '../../trace/event.ts';
import { UNKNOWN_METHOD } from './summary-outcome.ts';

/** A call that is complete has APPLICATION as well: the answer was the application's. These are the ones that failed. */
const FAILED =
  'streamClosed.how == "RST_STREAM" || streamClosed.how == "CONNECTION_CLOSED" || streamClosed.grpcStatus.code != 0 || ' +
  '!has(streamClosed.grpcStatus) && streamClosed.httpStatus >= 400';

const BY_ORIGIN: { readonly [O in ErrorOrigin]: string } = {
  INFRASTRUCTURE: 'streamClosed.origin == "INFRASTRUCTURE"',
  APPLICATION: `streamClosed.origin == "APPLICATION" && (${FAILED})`,
  UNKNOWN: 'streamClosed.origin == "UNKNOWN"',
};

/** The ends of the calls that failed and are this one's to explain. */
export function originFilter(origin: ErrorOrigin): string {
  return BY_ORIGIN[origin];
}

/**
 * Openings and messages: ends say no method (docs/filters.md).
 *
 * @param method as in `MethodRow`: "sre.echo.v1.EchoService/Echo", or "GET /path"; a long one ends with an ellipsis
 * @returns undefined where the method is not known
 */
export function methodFilter(method: string): string | undefined {
  if (method === UNKNOWN_METHOD || method === '') return undefined;
  const blank = method.indexOf(' ');
  return blank < 0 ? rpcFilter(method) : httpFilter(method.slice(0, blank), method.slice(blank + 1));
}

function rpcFilter(name: string): string {
  const slash = name.lastIndexOf('/');
  const of = (kind: string) => {
    const method = is(`${kind}.rpc.method`, name.slice(slash + 1));
    return slash < 0 ? method : `${kind}.rpc.service == ${celString(name.slice(0, slash))} && ${method}`;
  };
  return `${of('streamOpened')} || ${of('message')}`;
}

/** Whatever the query: it is no part of the name. A CONNECT has no path, RFC 9113 §8.5. */
function httpFilter(verb: string, target: string): string {
  const query = celString(`${target}?`);
  const path = isCut(target)
    ? is('streamOpened.path', target)
    : `${is('streamOpened.path', target)} || streamOpened.path.startsWith(${query})`;
  const where = verb === 'CONNECT' ? is('streamOpened.authority', target) : path;
  return `${is('streamOpened.method', verb)} && (${where})`;
}

function is(property: string, value: string): string {
  return isCut(value)
    ? `${property}.startsWith(${celString(value.slice(0, -1))})`
    : `${property} == ${celString(value)}`;
}

function isCut(value: string): boolean {
  return value.endsWith('…');
}
