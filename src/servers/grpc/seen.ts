/** `Seen` of sre/echo/v1/echo.proto: what the server saw of a call. */

import type { Metadata } from '@grpc/grpc-js';

import type { ConnectionFacts } from '../../connection-facts.ts';
import type { Deadline } from '../../gen/sre/echo/v1/Deadline.ts';
import type { HeaderField } from '../../gen/sre/echo/v1/HeaderField.ts';
import type { Seen } from '../../gen/sre/echo/v1/Seen.ts';
import type { IsSecret } from '../../redaction.ts';
import { headerList, type ShownHeader } from '../header-list.ts';
import { type CallHeaders, callFacts, headersFromMetadata } from './call-facts.ts';

/** What all four kinds of call of grpc-js have in common. */
export interface SurfaceCall {
  readonly metadata: Metadata;
  getDeadline(): Date | number;
}

/** @param messageIndex position in the stream, from 0; undefined where there was no message */
export type SeenAt = (messageIndex: number | undefined) => Seen;

/** One for each call. The first reply says everything, the following ones only what has changed. */
export function createSeen(call: SurfaceCall, isSecret: IsSecret): SeenAt {
  const facts = callFacts(call);
  const headers = facts?.headers ?? headersFromMetadata(call.metadata);
  const grpcTimeout = firstValue(headers, 'grpc-timeout');
  let first = true;

  return (messageIndex) => {
    const seen: Seen = {};
    if (messageIndex !== undefined) seen.messageIndex = messageIndex;
    if (grpcTimeout !== undefined) seen.deadline = deadlineOf(call, grpcTimeout);
    if (!first) return seen;
    first = false;
    if (facts !== undefined) seen.streamId = facts.streamId;
    if (facts?.connection !== undefined) addConnection(seen, facts.connection);
    seen.metadata = headerList(headers.raw, headers.neverIndexed, isSecret).map(withoutDefaults);
    return seen;
  };
}

function addConnection(seen: Seen, connection: ConnectionFacts): void {
  seen.connectionId = connection.id;
  seen.peer = connection.peer;
  if (connection.tls !== undefined) seen.tls = connection.tls;
}

function deadlineOf(call: SurfaceCall, grpcTimeout: string): Deadline {
  return { grpcTimeout, leftMs: Number(call.getDeadline()) - Date.now() };
}

/** proto-loader writes default values that are set; absent, they cost nothing and show as nothing in the trace. */
function withoutDefaults(header: ShownHeader): HeaderField {
  return header.redacted ? { name: header.name, redacted: true } : { name: header.name, value: header.value };
}

function firstValue(headers: CallHeaders, name: string): string | undefined {
  const at = headers.raw.findIndex((text, index) => index % 2 === 0 && text === name);
  return at < 0 ? undefined : headers.raw[at + 1];
}
