/** `/stream/{n}`, `/jsonl` and `/sse`: one item after the other. */

import type { FastifyReply, FastifyRequest } from 'fastify';

import { bodyStream } from '../body-stream.ts';
import { departureOf, pause } from '../departure.ts';
import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';
import { type Pace, paced } from '../paced.ts';
import { integer } from '../parameter.ts';
import { MAX_ITEMS } from '../ranges.ts';
import { paceParameters } from './pace-parameters.ts';

interface Items extends Pace {
  readonly delayMs: number;
  readonly mediaType: string;
  /** @param index from 0 */
  item(index: number): string;
}

export function createLineEndpoints({ identity: { hostname } }: EndpointOptions): readonly Endpoint[] {
  const json = (index: number) => JSON.stringify({ index, time: new Date().toISOString(), hostname });
  const line = (index: number) => `${json(index)}\n`;
  // https://html.spec.whatwg.org/multipage/server-sent-events.html
  const event = (index: number) => `event: ping\nid: ${index}\ndata: ${json(index)}\n\n`;
  return [
    defineEndpoint({
      path: '/stream/{n}',
      summary: 'n lines of JSON, as fast as they are read',
      parameters: { n: integer({ in: 'path', description: 'how many lines', min: 1, max: MAX_ITEMS }) },
      example: { path: '/stream/3' },
      mediaType: 'application/jsonl',
      handle: async (request, reply, { n }) =>
        send(request, reply, { mediaType: 'application/jsonl', item: line, count: n, durationMs: 0, delayMs: 0 }),
    }),
    pacedEndpoint({
      path: '/jsonl',
      what: 'lines',
      summary: 'lines of JSON',
      mediaType: 'application/jsonl',
      item: line,
    }),
    pacedEndpoint({
      path: '/sse',
      what: 'events',
      summary: 'server-sent events',
      mediaType: 'text/event-stream',
      item: event,
    }),
  ];
}

interface PacedEndpoint extends Pick<Items, 'item' | 'mediaType'> {
  readonly path: string;
  readonly what: string;
  readonly summary: string;
}

function pacedEndpoint({ path, what, summary, mediaType, item }: PacedEndpoint): Endpoint {
  return defineEndpoint({
    path,
    summary: `${summary}, spread evenly over the duration, after a delay`,
    parameters: paceParameters(what),
    example: { path: `${path}?count=5&duration=2s`, options: '-N' },
    mediaType,
    handle: async (request, reply, { count, duration: durationMs, delay: delayMs }) =>
      send(request, reply, { mediaType, item, count, durationMs, delayMs }),
  });
}

async function send(request: FastifyRequest, reply: FastifyReply, items: Items): Promise<unknown> {
  const departure = departureOf(request, reply);
  await pause(items.delayMs, departure);
  reply.type(items.mediaType).header('cache-control', 'no-store');
  return bodyStream(pieces(items, departure));
}

async function* pieces({ item, ...pace }: Items, departure: AbortSignal): AsyncGenerator<string> {
  let index = 0;
  for await (const due of paced(pace, departure)) {
    let piece = '';
    for (const end = index + due; index < end; index++) piece += item(index);
    yield piece;
  }
}
