/** What rules ask of a request's header list, read once for all requests that send the same list. */

import { boundedText } from '../../bounded-text.ts';
import type { HeaderField, Headers } from '../../trace/event.ts';
import { malformedRequest } from './malformed-fields.ts';

/** What is kept of a value: lists are held as long as the streams that they began. */
export const MAX_VALUE_LENGTH = 256;

export interface RequestHead {
  /** It says that it is gRPC's, in any of its framings. */
  readonly isGrpc: boolean;
  readonly contentType?: string;
  readonly te?: string;
  readonly userAgent?: string;
  readonly contentLength?: string;
  readonly grpcEncoding?: string;
  readonly grpcAcceptEncoding?: string;
  readonly previousAttempts?: string;
  readonly transparentAttempts?: string;
  readonly envoyAttemptCount?: string;
  /** Envoy tells its upstream by when it will give up, in milliseconds. */
  readonly envoyExpectedTimeoutMs?: string;
  readonly requestId?: string;
  readonly forwardedFor?: string;
  readonly forwardedProto?: string;
  readonly via?: string;
  /** By its fields: "Envoy", or undefined where no proxy has left its name. */
  readonly proxy?: string;
  /** The first mistake in its fields, in words. */
  readonly malformed?: string;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A Map, since a peer may name a field after a property of all objects. */
const PROPERTIES = new Map<string, Exclude<keyof RequestHead, 'proxy' | 'malformed' | 'isGrpc'>>([
  ['content-type', 'contentType'],
  ['te', 'te'],
  ['user-agent', 'userAgent'],
  ['content-length', 'contentLength'],
  ['grpc-encoding', 'grpcEncoding'],
  ['grpc-accept-encoding', 'grpcAcceptEncoding'],
  ['grpc-previous-rpc-attempts', 'previousAttempts'],
  ['grpc-transparent-retry-attempts', 'transparentAttempts'],
  ['x-envoy-attempt-count', 'envoyAttemptCount'],
  ['x-envoy-expected-rq-timeout-ms', 'envoyExpectedTimeoutMs'],
  ['x-request-id', 'requestId'],
  ['x-forwarded-for', 'forwardedFor'],
  ['x-forwarded-proto', 'forwardedProto'],
  ['via', 'via'],
]);

export function requestHead(headers: Pick<Headers, 'fields' | 'incomplete'>): RequestHead {
  const head: Writable<RequestHead> = { isGrpc: false };
  for (const field of headers.fields) {
    const property = PROPERTIES.get(field.name);
    if (property !== undefined) head[property] ??= shown(field);
    if (field.name.startsWith('x-envoy-')) head.proxy = 'Envoy';
  }
  if (head.proxy === undefined && head.via !== undefined) head.proxy = head.via;
  const malformed = malformedRequest(headers);
  if (malformed !== undefined) head.malformed = malformed;
  head.isGrpc = head.contentType?.startsWith('application/grpc') === true;
  return head;
}

/** One that is redacted is there, and says nothing. */
function shown({ value }: HeaderField): string {
  return boundedText(value, MAX_VALUE_LENGTH);
}
