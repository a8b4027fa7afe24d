/** `GET /api/trace`: what the ring holds, as a file of some format. */

import type { FastifyReply, FastifyRequest } from 'fastify';

import type { HistoryOptions } from '../../../sinks/history.ts';
import { bodyStream } from '../../http/body-stream.ts';
import { departureOf } from '../../http/departure.ts';
import { connectionOf } from '../../http/raw-request.ts';
import type { AdminEndpoint } from '../endpoint.ts';
import { Refusal } from '../refusal.ts';
import type { TraceDelivery, TraceExport } from './delivery.ts';
import { exportParts } from './export-parts.ts';
import type { Places } from './places.ts';
import { oneOf, readQuery, wholeNumber } from './query.ts';
import { SELECTION, selectionOf } from './selection.ts';
import { telling } from './telling.ts';

export function createExportEndpoint(delivery: TraceDelivery, places: Places): AdminEndpoint {
  return {
    method: 'GET',
    path: '/api/trace',
    summary: 'the trace that is held in memory, or what matches ?filter=&conn=&stream=&since=&until=&limit=&format=',
    example: { path: '/api/trace?limit=100' },
    handle: telling((request, reply) => {
      const { options, format } = readExport(request, delivery);
      const leave = places.take();
      describe(reply, format);
      if (request.method === 'HEAD') {
        leave();
        return reply.send();
      }
      const connection = connectionOf(request.raw)?.id;
      const unmute = connection === undefined ? undefined : delivery.mute(connection);
      const body = bodyStream(exportParts(delivery.ring, options, format, departureOf(request, reply), delivery.pace));
      body.once('close', () => {
        leave();
        unmute?.();
      });
      return reply.send(body);
    }),
  };
}

interface Export {
  readonly options: HistoryOptions;
  readonly format: TraceExport;
}

/** @throws Refusal */
function readExport({ raw }: FastifyRequest, { compile, exports }: TraceDelivery): Export {
  const names = Object.keys(exports);
  const asked = readQuery(raw, {
    ...SELECTION,
    since: wholeNumber(0),
    until: wholeNumber(0),
    limit: wholeNumber(1),
    format: oneOf(names),
  });
  const { matches } = selectionOf(asked, compile);
  const format = exports[asked.format ?? names[0] ?? ''];
  if (format === undefined) throw new Refusal(404, 'there is no export: expected one at least');
  return { options: { matches, since: asked.since, upTo: asked.until, newest: asked.limit }, format };
}

function describe(reply: FastifyReply, { contentType, extension }: TraceExport): void {
  // To the second, without what file systems do not like.
  const at = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  reply.headers({
    'content-type': contentType,
    'content-disposition': `attachment; filename="trace-${at}.${extension}"`,
  });
}
