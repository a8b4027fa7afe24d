/** What a call was, and whether it failed: the same verdict as in the table of streams. */

import { cut } from '../../formats/text.ts';
import type { EventOf } from '../../trace/event.ts';
import { outcomeOf } from './stream-story-outcome.ts';
import type { EndedCall } from './summary-streams.ts';

/** What a column of a table can show. Clients choose paths, and the longest would be a megabyte. */
const MAX_PATH_CHARS = 80;

/** Packages are part of the name, and those of Envoy's own services come to 80. */
const MAX_RPC_CHARS = 160;

/** RFC 9110 §9.1: the longest that is registered, UPDATEREDIRECTREF, has 17. */
const MAX_VERB_CHARS = 20;

/** The name of calls whose beginning is not known. */
export const UNKNOWN_METHOD = 'method not known';

/** @returns "sre.echo.v1.EchoService/Echo", or "GET /path" without the query, which is another one with each call */
export function methodOf(opened: EventOf<'streamOpened'> | undefined): string {
  if (opened === undefined) return UNKNOWN_METHOD;
  const { rpc, method, path, authority } = opened.streamOpened;
  if (rpc !== undefined) return cut(`${rpc.service}/${rpc.method}`, MAX_RPC_CHARS);
  // CONNECT has no path, RFC 9113 §8.5.
  const target = path === '' ? authority : path.replace(/[?#].*$/s, '');
  return `${cut(method, MAX_VERB_CHARS)} ${cut(target, MAX_PATH_CHARS)}`;
}

/**
 * A status of gRPC other than OK, a status of HTTP from 400 on where there is none of gRPC, a gRPC call without a status, and whatever
 * was cut off.
 */
export function isFailed({ opened, closed }: EndedCall): boolean {
  return outcomeOf(closed.streamClosed, opened?.streamOpened.rpc).is === 'failed';
}
