/** Faults of HTTP requests, before their endpoint has them. */

import { STATUS_CODES } from 'node:http';

import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';

import { attemptNumber } from '../faults/attempt-number.ts';
import type { CallFaults } from '../faults/call-faults.ts';
import type { FaultedCall, Verdict } from '../faults/enact.ts';
import { isExemptEndpoint } from '../faults/exempt.ts';
import { FAULT_NAME, valuesOf } from '../faults/own-faults.ts';
import { connectionOf, http2StreamOf } from './raw-request.ts';

/** Gives a request to its endpoint when its faults let it go on. */
export function createFaultHook(faults: CallFaults): onRequestHookHandler {
  return (request, reply, next) => {
    const texts = faultTextsOf(request);
    const isFaultless = texts.length === 0 && !faults.hasReplicaFault;
    if (isFaultless || isExemptEndpoint(pathOf(request.url))) {
      next();
      return;
    }
    void faults.enact(faultedCallOf(request, reply), { texts }).then((verdict) => {
      if (verdict.do === 'GO_ON') next();
      else answer(request, reply, verdict);
    });
  };
}

/** As header field and as query parameter. */
function faultTextsOf({ headers, raw, url }: FastifyRequest): string[] {
  const fromHeaders = headers[FAULT_NAME] === undefined ? [] : valuesOf(raw.rawHeaders, FAULT_NAME);
  // Nearly no query has it, and each would be parsed.
  if (!url.includes(FAULT_NAME)) return fromHeaders;
  return [...fromHeaders, ...new URLSearchParams(url.slice(pathOf(url).length)).getAll(FAULT_NAME)];
}

function pathOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? url : url.slice(0, mark);
}

function faultedCallOf({ raw, headers }: FastifyRequest, reply: FastifyReply): FaultedCall {
  const gone = new AbortController();
  const connection = connectionOf(raw);
  const stream = http2StreamOf(raw);
  if ((stream ?? raw).destroyed) gone.abort();
  else reply.raw.once('close', () => gone.abort());
  return {
    protocol: stream === undefined ? 'HTTP/1.1' : 'HTTP/2',
    target: connection && { connectionId: connection.id, streamId: stream?.id },
    attempt: attemptNumber(headers),
    gone: gone.signal,
  };
}

function answer({ raw }: FastifyRequest, reply: FastifyReply, verdict: Verdict): void {
  switch (verdict.do) {
    case 'FAIL':
      fail(reply, verdict.status.code, verdict.status.message);
      break;
    case 'REFUSE':
      fail(reply, 400, verdict.reason);
      break;
    case 'KEEP_OPEN':
      // What the client sends is dropped, and its leaving is seen behind it.
      raw.resume();
      break;
    default:
      break;
  }
}

/** In the shape of fastify's errors; statuses that have no content have none. */
function fail(reply: FastifyReply, statusCode: number, message: string): void {
  reply.code(statusCode).send({ statusCode, error: STATUS_CODES[statusCode] ?? '', message });
}
