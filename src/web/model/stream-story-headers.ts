/** A header block in a line: what it asks for, or what it answers. */

import { GRPC_CODE } from '../../filter/short-values.ts';
import { printableValue } from '../../formats/header-value.ts';
import { cut } from '../../formats/text.ts';
import type { Frame, Headers } from '../../trace/event.ts';
import type { StepText, Tone } from './stream-story-step.ts';

/** Of one value of a peer. */
const MAX_VALUE_CHARS = 120;

export function describeHeaders(frame: Frame, headers: Headers): StepText {
  const grpcStatus = textOf(headers, 'grpc-status');
  if (headers.category === 'TRAILERS') {
    const detail = grpcStatus === undefined ? fieldCount(headers) : statusText(headers, grpcStatus);
    return { kind: 'trailers', label: 'TRAILERS', detail, tone: toneOfGrpc(grpcStatus) };
  }
  if (headers.category === 'RESPONSE' || headers.category === 'INFORMATIONAL') {
    return describeResponse(headers, grpcStatus);
  }
  const target = [textOf(headers, ':method'), textOf(headers, ':path')].filter((part) => part !== undefined);
  const detail = target.length === 0 ? fieldCount(headers) : target.join(' ');
  if (headers.category !== 'PUSH') return { kind: 'headers', label: 'HEADERS', detail, tone: 'plain' };
  const promised = `promises ${frame.pushPromise?.promisedStreamId ?? 'a stream'}: ${detail}`;
  return { kind: 'headers', label: 'PUSH_PROMISE', detail: promised, tone: 'plain' };
}

function describeResponse(headers: Headers, grpcStatus: string | undefined): StepText {
  const status = textOf(headers, ':status');
  const head = status ?? fieldCount(headers);
  // One block that is the response's head and its trailers: gRPC calls it Trailers-Only.
  if (grpcStatus !== undefined) {
    const detail = `${head} · ${statusText(headers, grpcStatus)} · trailers-only`;
    return { kind: 'trailers', label: 'HEADERS', detail, tone: toneOfGrpc(grpcStatus) };
  }
  const contentType = textOf(headers, 'content-type');
  const detail = contentType === undefined ? head : `${head} ${contentType}`;
  return { kind: 'headers', label: 'HEADERS', detail, tone: Number(status) >= 400 ? 'error' : 'plain' };
}

function statusText(headers: Headers, status: string): string {
  const name = /^\d+$/.test(status) ? (GRPC_CODE.names?.[Number(status)] ?? '') : '';
  const message = textOf(headers, 'grpc-message');
  const words = `grpc-status ${status} ${name}`.trim();
  return message === undefined || message === '' ? words : `${words} “${message}”`;
}

function toneOfGrpc(status: string | undefined): Tone {
  if (status === undefined) return 'plain';
  return status === '0' ? 'good' : 'error';
}

function textOf({ fields }: Headers, name: string): string | undefined {
  const field = fields.find((candidate) => candidate.name === name);
  return field === undefined ? undefined : cut(printableValue(field), MAX_VALUE_CHARS);
}

function fieldCount({ fields }: Headers): string {
  return fields.length === 1 ? '1 field' : `${fields.length} fields`;
}
