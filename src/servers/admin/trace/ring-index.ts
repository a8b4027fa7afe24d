/** `GET /api/trace/index`: which events of the ring match, by number, for who reads them window by window. */

import type { FastifyReply, FastifyRequest } from 'fastify';

import { find, type HistoryOptions } from '../../../sinks/history.ts';
import { departureOf } from '../../http/departure.ts';
import type { AdminEndpoint } from '../endpoint.ts';
import type { TraceDelivery } from './delivery.ts';
import type { Places } from './places.ts';
import { readQuery, wholeNumber } from './query.ts';
import { searched } from './searched.ts';
import { SELECTION, selectionOf } from './selection.ts';
import { telling } from './telling.ts';

/** JSON of 1.6 MB, which is made in one go: in about 5 ms. More than the ring has by default. */
export const MAX_SEQS = 200_000;

/** What is undefined is not in the JSON. */
interface RingIndex {
  /** Of the ring when the search began; undefined where it was empty. */
  readonly firstSeq: number | undefined;
  readonly lastSeq: number | undefined;
  /** Oldest first; undefined: all between the two, since nothing was asked for that some might not match. */
  readonly seqs?: readonly number[];
  /** There are more that match, older than these. */
  readonly isCut: boolean;
  /** What the filter means, written out. */
  readonly cel?: string | undefined;
}

export function createRingIndexEndpoint(delivery: TraceDelivery, places: Places): AdminEndpoint {
  return {
    method: 'GET',
    path: '/api/trace/index',
    summary: 'which events of it match ?filter=&conn=&stream=&limit=, by number',
    example: { path: '/api/trace/index?filter=type:GOAWAY' },
    handle: telling((request, reply) => {
      const { limit = MAX_SEQS, ...asked } = readQuery(request.raw, { ...SELECTION, limit: wholeNumber(1, MAX_SEQS) });
      const { matches, cel } = selectionOf(asked, delivery.compile);
      const { firstSeq, lastSeq } = delivery.ring;
      if (matches === undefined) return { firstSeq, lastSeq, isCut: false } satisfies RingIndex;
      const leave = places.take();
      const search = searchFor({ matches, newest: limit }, request, reply, delivery);
      return search.then((found) => ({ firstSeq, lastSeq, ...found, cel }) satisfies RingIndex).finally(leave);
    }),
  };
}

/** One more than is wanted tells whether there are more. */
async function searchFor(
  { matches, newest }: HistoryOptions & { readonly newest: number },
  request: FastifyRequest,
  reply: FastifyReply,
  { ring, pace }: TraceDelivery,
): Promise<Pick<RingIndex, 'isCut'> & { readonly seqs: readonly number[] }> {
  const found = await searched(find(ring, { matches, newest: newest + 1 }), departureOf(request, reply), pace);
  // Nobody reads what is said to who has left.
  const { seqs } = found ?? { seqs: [] };
  return { seqs: seqs.slice(-newest), isCut: seqs.length > newest };
}
