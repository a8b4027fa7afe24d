/** What rules ask of a response's head and of its trailers. One pass: each call has another list. */

import { boundedText } from '../../bounded-text.ts';
import type { HeaderField, Headers } from '../../trace/event.ts';
import { MAX_VALUE_LENGTH } from './request-head.ts';

/** Of one shape, whatever came: it is made for each call. */
export class ResponseHead {
  /** The list is not whole: of what is not there nothing can be said. */
  isIncomplete = false;
  status: string | undefined = undefined;
  contentType: string | undefined = undefined;
  contentLength: string | undefined = undefined;
  server: string | undefined = undefined;
  via: string | undefined = undefined;
  grpcEncoding: string | undefined = undefined;
  /** As it came: digits, where it is gRPC's. */
  grpcStatus: string | undefined = undefined;
  /** As it came: percent-encoded, where it is gRPC's. */
  grpcMessage: string | undefined = undefined;
  /** Envoy leaves it on what its upstream has answered, in milliseconds: an answer without it may be Envoy's own. */
  envoyUpstreamTimeMs: string | undefined = undefined;
  /** Linkerd's proxy says so that an answer is its own, and why. */
  linkerdError: string | undefined = undefined;
}

export function responseHead({ fields, incomplete }: Pick<Headers, 'fields' | 'incomplete'>): ResponseHead {
  const head = new ResponseHead();
  if (incomplete !== undefined) head.isIncomplete = true;
  for (let i = 0; i < fields.length; i++) take(head, fields[i] as HeaderField);
  return head;
}

/** Names that HPACK indexed are one string each, so a comparison is one of pointers. */
function take(head: ResponseHead, { name, value }: HeaderField): void {
  switch (name) {
    case ':status':
      head.status = value;
      break;
    case 'content-type':
      head.contentType = boundedText(value, MAX_VALUE_LENGTH);
      break;
    case 'content-length':
      head.contentLength = boundedText(value, MAX_VALUE_LENGTH);
      break;
    case 'server':
      head.server = boundedText(value, MAX_VALUE_LENGTH);
      break;
    case 'via':
      head.via = boundedText(value, MAX_VALUE_LENGTH);
      break;
    case 'grpc-encoding':
      head.grpcEncoding = boundedText(value, MAX_VALUE_LENGTH);
      break;
    case 'grpc-status':
      head.grpcStatus = boundedText(value, MAX_VALUE_LENGTH);
      break;
    case 'grpc-message':
      head.grpcMessage = boundedText(value, MAX_VALUE_LENGTH);
      break;
    case 'x-envoy-upstream-service-time':
      head.envoyUpstreamTimeMs = boundedText(value, MAX_VALUE_LENGTH);
      break;
    case 'l5d-proxy-error':
      head.linkerdError = boundedText(value, MAX_VALUE_LENGTH);
      break;
  }
}
