/** `Seen` of sre/echo/v1/echo.proto: what the server saw of a call, encoded. */

import type { Metadata } from '@grpc/grpc-js';

import type { ConnectionFacts } from '../../connection-facts.ts';
import type { Deadline } from '../../gen/sre/echo/v1/Deadline.ts';
import type { ReceivedMessage } from '../../gen/sre/echo/v1/ReceivedMessage.ts';
import type { Seen } from '../../gen/sre/echo/v1/Seen.ts';
import type { IsSecret } from '../../redaction.ts';
import type { Identity } from '../identity.ts';
import { type CallFacts, type CallHeaders, headersFromMetadata, takeCallFacts } from './call-facts.ts';
import { echoType } from './echo-types.ts';
import { messageBytesOf } from './received-messages.ts';
import { RecentMetadata } from './recent-metadata.ts';
import { seenOfHeaders } from './seen-headers.ts';

/** What all four kinds of call of grpc-js have in common. */
export interface SurfaceCall {
  readonly metadata: Metadata;
  getDeadline(): Date | number;
}

export interface SeenCall {
  /** To be called with each request of the call, in their order. */
  received(request: object): void;
  /**
   * What a reply tells. The first one says everything, the following ones only what has changed.
   *
   * @param messageIndex position in the stream, from 0; undefined where there was no message
   */
  at(messageIndex: number | undefined): Uint8Array;
}

/** To be called once for each call. */
export type SeenOf = (call: SurfaceCall) => SeenCall;

/** Encodes some fields of a Seen. One encoding behind another is the encoding of both. */
type Encode = (part: Seen) => Uint8Array;

interface SeenOptions {
  /** Read for each call: it may be another one later. */
  readonly isSecret: IsSecret;
  readonly identity: Identity;
}

/** One for the server: what its calls have in common is encoded once. */
export function createSeenOf(options: SeenOptions): SeenOf {
  const type = echoType('Seen');
  const encode: Encode = (part) => type.encode(part).finish();
  const connectionPart = createConnectionPart(encode, options.identity);
  const recent = new RecentMetadata((headers, isSecret) => encode(seenOfHeaders(headers, isSecret)));

  return (call) => {
    const facts = takeCallFacts(call);
    const headers = facts?.headers ?? headersFromMetadata(call.metadata);
    const grpcTimeout = firstValue(headers, 'grpc-timeout');
    let first = true;
    let message: ReceivedMessage | undefined;

    return {
      received(request) {
        message = receivedMessage(request, facts);
      },
      at(messageIndex) {
        const own: Seen = {};
        if (messageIndex !== undefined) own.messageIndex = messageIndex;
        if (grpcTimeout !== undefined) own.deadline = deadlineOf(call, grpcTimeout);
        if (message !== undefined) own.received = message;
        message = undefined;
        if (!first) return encode(own);
        first = false;
        if (facts !== undefined) addFactsOfCall(own, facts);
        return Buffer.concat([
          connectionPart(facts?.connection),
          encode(own),
          recent.encoded(headers, options.isSecret),
        ]);
      },
    };
  };
}

function createConnectionPart(
  encode: Encode,
  identity: Identity,
): (connection: ConnectionFacts | undefined) => Uint8Array {
  const known = new WeakMap<ConnectionFacts, Uint8Array>();
  const unknown = encode({ identity });
  return (connection) => {
    if (connection === undefined) return unknown;
    let part = known.get(connection);
    if (part === undefined) {
      const { id, peer, tls, proxyProtocol } = connection;
      part = encode({
        ...{ connectionId: id, peer, identity },
        ...(tls === undefined ? {} : { tls }),
        ...(proxyProtocol === undefined ? {} : { proxyProtocol }),
      });
      known.set(connection, part);
    }
    return part;
  };
}

function addFactsOfCall(own: Seen, { streamId, connection, requestNumber }: CallFacts): void {
  if (streamId !== undefined) own.streamId = streamId;
  if (connection !== undefined) own.connectionAgeMs = Date.now() - connection.openedAt;
  if (requestNumber !== undefined) own.requestNumber = requestNumber;
}

/** @returns undefined where its length on the wire is not known */
function receivedMessage(request: object, facts: CallFacts | undefined): ReceivedMessage | undefined {
  const messageBytes = messageBytesOf(request);
  if (messageBytes === undefined || facts === undefined) return undefined;
  if (facts.prefixes === undefined) return { wireBytes: messageBytes, messageBytes };
  const prefix = facts.prefixes.next();
  return prefix === undefined ? undefined : { ...prefix, messageBytes };
}

function deadlineOf(call: SurfaceCall, grpcTimeout: string): Deadline {
  return { grpcTimeout, leftMs: Number(call.getDeadline()) - Date.now() };
}

function firstValue({ raw }: CallHeaders, name: string): string | undefined {
  for (let i = 0; i < raw.length; i += 2) if (raw[i] === name) return raw[i + 1];
  return undefined;
}
