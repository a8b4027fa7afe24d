/** Into which parts an event is taken apart to be packed, and what they take. */

import type { Frame, Message, StreamClosed, StreamOpened, TraceEvent } from '../trace/event.ts';
import { estimateBytes, headersBytes } from './estimate.ts';
import { packableType } from './packed-frames.ts';

/** The code of a form is its index. */
export const FORMS = ['WHOLE', 'DATA', 'HEADERS', 'WINDOW_UPDATE', 'message', 'streamOpened', 'streamClosed'] as const;
export type Form = (typeof FORMS)[number];

export interface PackedParts {
  readonly form: Form;
  /** Its bytes that are kept apart from it; empty where there are none. */
  readonly preview: Uint8Array;
  /** An estimate of what its row refers to, in bytes. */
  readonly referencedBytes: number;
}

const NO_BYTES = new Uint8Array(0);

/** Our reason, and the section that it is from. */
const VIOLATION_BYTES = 400;

export function packedParts(event: TraceEvent): PackedParts {
  switch (event.kind) {
    case 'frame':
      return frameParts(event, event.frame);
    case 'message':
      return messageParts(event.message);
    case 'streamOpened':
      return { form: event.kind, preview: NO_BYTES, referencedBytes: openedBytes(event.streamOpened) };
    case 'streamClosed':
      return { form: event.kind, preview: NO_BYTES, referencedBytes: closedBytes(event.streamClosed) };
    default:
      return { form: 'WHOLE', preview: NO_BYTES, referencedBytes: estimateBytes(event) };
  }
}

function frameParts(event: TraceEvent, frame: Frame): PackedParts {
  const form = packableType(frame);
  if (form === undefined) return { form: 'WHOLE', preview: NO_BYTES, referencedBytes: estimateBytes(event) };
  const { headers, data, violation } = frame;
  const preview = data?.preview ?? NO_BYTES;
  const ownBytes = violation === undefined ? 0 : VIOLATION_BYTES;
  return { form, preview, referencedBytes: headers === undefined ? ownBytes : ownBytes + headersBytes(headers) };
}

function messageParts({ preview, rpc, encoding }: Message): PackedParts {
  const rpcBytes = rpc === undefined ? 0 : rpc.service.length + rpc.method.length;
  return { form: 'message', preview, referencedBytes: rpcBytes + (encoding?.length ?? 0) };
}

function openedBytes({ method, path, authority }: StreamOpened): number {
  return method.length + path.length + authority.length;
}

/** Reasons are shared by all calls, but for those of resets, which may name a deadline. */
function closedBytes({ grpcStatus, error, originReason }: StreamClosed): number {
  return (grpcStatus?.message.length ?? 0) + (error === undefined ? 0 : originReason.length);
}
