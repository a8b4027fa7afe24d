/** The target of a request, as it was sent. */

import type { IncomingMessage } from 'node:http';

export interface QueryParameter {
  readonly name: string;
  readonly value: string;
}

export interface Target {
  /** As sent, without the query. */
  readonly path: string;
  /** In the order of the query, decoded. */
  readonly query: readonly QueryParameter[];
}

export function targetOf({ url = '' }: Pick<IncomingMessage, 'url'>): Target {
  const mark = url.indexOf('?');
  if (mark < 0) return { path: url, query: [] };
  const query = [...new URLSearchParams(url.slice(mark))].map(([name, value]) => ({ name, value }));
  return { path: url.slice(0, mark), query };
}
