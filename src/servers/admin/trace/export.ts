/** `GET /api/trace`: what the ring holds, as a file of some format. */

import type { FastifyReply, FastifyRequest } from 'fastify';

import type { TraceEvent } from '../../../trace/event.ts';
import { bodyStream } from '../../http/body-stream.ts';
import { departureOf } from '../../http/departure.ts';
import { connectionOf } from '../../http/raw-request.ts';
import type { AdminEndpoint } from '../endpoint.ts';
import { Refusal } from '../refusal.ts';
import type { TraceDelivery, TraceExport } from './delivery.ts';
import { exportParts } from './export-parts.ts';
import { compileFilterText } from './filter-text.ts';
import { streamOf } from './of-stream.ts';
import { anyText, connectionId, oneOf, readQuery, wholeNumber } from './query.ts';
import { telling } from './telling.ts';

/** Each takes a turn of the event loop after the other, so traffic waits for all of them. */
const MAX_EXPORTS = 8;

export function createExportEndpoint(delivery: TraceDelivery): AdminEndpoint {
  let running = 0;

  function begin(connection: string | undefined): () => void {
    running++;
    const unmute = connection === undefined ? undefined : delivery.mute(connection);
    return () => {
      running--;
      unmute?.();
    };
  }

  return {
    method: 'GET',
    path: '/api/trace',
    summary: 'the trace that is held in memory, or what matches ?filter=&conn=&stream=&since=&limit=&format=',
    example: { path: '/api/trace?limit=100' },
    handle: telling((request, reply) => {
      const { matches, since, newest, format } = readExport(request, delivery);
      if (running >= MAX_EXPORTS) {
        throw new Refusal(429, `${running} exports are under way: expected fewer before one more`);
      }
      describe(reply, format);
      if (request.method === 'HEAD') return reply.send();
      const options = { matches, since, newest };
      const body = bodyStream(exportParts(delivery.ring, options, format, departureOf(request, reply), delivery.pace));
      body.once('close', begin(connectionOf(request.raw)?.id));
      return reply.send(body);
    }),
  };
}

interface Export {
  readonly matches: ((event: TraceEvent) => boolean) | undefined;
  readonly since: number | undefined;
  readonly newest: number | undefined;
  readonly format: TraceExport;
}

/** @throws Refusal */
function readExport({ raw }: FastifyRequest, { compile, exports }: TraceDelivery): Export {
  const names = Object.keys(exports);
  const asked = readQuery(raw, {
    filter: anyText,
    conn: connectionId,
    stream: wholeNumber(0),
    since: wholeNumber(0),
    limit: wholeNumber(1),
    format: oneOf(names),
  });
  const filter = compileFilterText(asked.filter ?? '', compile);
  const tests = [
    asked.conn === undefined ? [] : [(event: TraceEvent) => event.conn === asked.conn],
    asked.stream === undefined ? [] : [(event: TraceEvent) => streamOf(event) === asked.stream],
    filter === undefined ? [] : [(event: TraceEvent) => filter.matches(event)],
  ].flat();
  const format = exports[asked.format ?? names[0] ?? ''];
  if (format === undefined) throw new Refusal(404, 'there is no export: expected one at least');
  const matches = tests.length === 0 ? undefined : (event: TraceEvent) => tests.every((test) => test(event));
  return { matches, since: asked.since, newest: asked.limit, format };
}

function describe(reply: FastifyReply, { contentType, extension }: TraceExport): void {
  // To the second, without what file systems do not like.
  const at = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  reply.headers({
    'content-type': contentType,
    'content-disposition': `attachment; filename="trace-${at}.${extension}"`,
  });
}
