/** `Seen` of sre/echo/v1/echo.proto: what the server saw of a call, encoded. */

import type { Metadata } from '@grpc/grpc-js';

import type { ConnectionFacts } from '../../connection-facts.ts';
import type { Deadline } from '../../gen/sre/echo/v1/Deadline.ts';
import type { HeaderField } from '../../gen/sre/echo/v1/HeaderField.ts';
import type { Seen } from '../../gen/sre/echo/v1/Seen.ts';
import type { IsSecret } from '../../redaction.ts';
import { headerList, type ShownHeader } from '../header-list.ts';
import { type CallHeaders, headersFromMetadata, takeCallFacts } from './call-facts.ts';
import { echoType } from './echo-types.ts';
import { RecentMetadata } from './recent-metadata.ts';

/** What all four kinds of call of grpc-js have in common. */
export interface SurfaceCall {
  readonly metadata: Metadata;
  getDeadline(): Date | number;
}

/** @param messageIndex position in the stream, from 0; undefined where there was no message */
export type SeenAt = (messageIndex: number | undefined) => Uint8Array;

/** To be called once for each call. The first reply says everything, the following ones only what has changed. */
export type SeenOf = (call: SurfaceCall) => SeenAt;

/** Encodes some fields of a Seen. One encoding behind another is the encoding of both. */
type Encode = (part: Seen) => Uint8Array;

/** One for the server: what its calls have in common is encoded once. */
export function createSeenOf(isSecret: IsSecret): SeenOf {
  const type = echoType('Seen');
  const encode: Encode = (part) => type.encode(part).finish();
  const connectionPart = createConnectionPart(encode);
  const recent = new RecentMetadata(({ raw, neverIndexed }) =>
    encode({ metadata: headerList(raw, neverIndexed, isSecret).map(withoutDefaults) }),
  );

  return (call) => {
    const facts = takeCallFacts(call);
    const headers = facts?.headers ?? headersFromMetadata(call.metadata);
    const grpcTimeout = firstValue(headers, 'grpc-timeout');
    let first = true;

    return (messageIndex) => {
      const own: Seen = {};
      if (messageIndex !== undefined) own.messageIndex = messageIndex;
      if (grpcTimeout !== undefined) own.deadline = deadlineOf(call, grpcTimeout);
      if (!first) return encode(own);
      first = false;
      if (facts?.streamId !== undefined) own.streamId = facts.streamId;
      return Buffer.concat([connectionPart(facts?.connection), encode(own), recent.encoded(headers)]);
    };
  };
}

function createConnectionPart(encode: Encode): (connection: ConnectionFacts | undefined) => Uint8Array {
  const known = new WeakMap<ConnectionFacts, Uint8Array>();
  const unknown = encode({});
  return (connection) => {
    if (connection === undefined) return unknown;
    let part = known.get(connection);
    if (part === undefined) {
      const { id, peer, tls } = connection;
      part = encode({ connectionId: id, peer, ...(tls === undefined ? {} : { tls }) });
      known.set(connection, part);
    }
    return part;
  };
}

function deadlineOf(call: SurfaceCall, grpcTimeout: string): Deadline {
  return { grpcTimeout, leftMs: Number(call.getDeadline()) - Date.now() };
}

/** Default values that are set would be written; absent, they cost nothing and show as nothing in the trace. */
function withoutDefaults(header: ShownHeader): HeaderField {
  return header.redacted ? { name: header.name, redacted: true } : { name: header.name, value: header.value };
}

function firstValue({ raw }: CallHeaders, name: string): string | undefined {
  for (let i = 0; i < raw.length; i += 2) if (raw[i] === name) return raw[i + 1];
  return undefined;
}
