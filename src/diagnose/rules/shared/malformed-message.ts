/** Requests that a server may refuse for what they are, RFC 9113 §8.1.1: malformed fields, or a body of another length than announced. */

import type { Side, StreamClosed } from '../../../trace/event.ts';
import type { StreamFacts } from '../../facts/stream.ts';

export interface LengthMismatch {
  readonly from: Side;
  /** What content-length says. */
  readonly announced: number;
  /** Of DATA, without padding. */
  readonly came: number;
}

const DIGITS = /^\d+$/;

/** RFC 9110 §8.6: these have the length that another response would have, and no body. */
const WITHOUT_BODY: ReadonlySet<string> = new Set(['204', '304']);

/** @returns the side whose DATA is not what its content-length says: less at its end, or more at any time */
export function lengthMismatch(stream: StreamFacts): LengthMismatch | undefined {
  const { request, response } = stream;
  if (request.contentLength === undefined && response?.contentLength === undefined) return undefined;
  return mismatch(stream, 'CLIENT', request.contentLength) ?? mismatchOfResponse(stream);
}

/** Whether the server has reset it because of its request, which shows why. */
export function isRefusedAsMalformed(stream: StreamFacts, { how, endedBy, error }: StreamClosed): boolean {
  if (how !== 'RST_STREAM' || endedBy !== 'SERVER' || error !== 'PROTOCOL_ERROR') return false;
  return stream.request.malformed !== undefined || lengthMismatch(stream) !== undefined;
}

function mismatchOfResponse(stream: StreamFacts): LengthMismatch | undefined {
  const { method, response } = stream;
  if (method === 'HEAD' || method === 'CONNECT' || WITHOUT_BODY.has(response?.status ?? '')) return undefined;
  return mismatch(stream, 'SERVER', response?.contentLength);
}

function mismatch(stream: StreamFacts, from: Side, contentLength: string | undefined): LengthMismatch | undefined {
  if (contentLength === undefined || !DIGITS.test(contentLength)) return undefined;
  const { dataBytes: came, ended } = stream.side(from);
  const announced = Number(contentLength);
  const differs = came > announced || (ended && came < announced);
  return differs ? { from, announced, came } : undefined;
}
