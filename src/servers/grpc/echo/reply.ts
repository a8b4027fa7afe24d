/**
 * `EchoResponse` of sre/echo/v1/echo.proto, on its way out.
 *
 * Its `seen` is the same for most calls of a connection, and encoding it anew took a fifth of a call's time. So it comes here
 * encoded, by parts that are encoded once (seen.ts); on the wire, bytes and an encoded message are the same thing.
 */

import type { MethodDefinition, ServiceDefinition } from '@grpc/proto-loader';
import protobuf from 'protobufjs';

import { echoType } from '../echo-types.ts';

export interface EchoReply {
  readonly message: string;
  /** A `Seen`, encoded. */
  readonly seen: Uint8Array;
  /** Of the payload, which is zeros. */
  readonly payloadBytes: number;
}

/** The service with replies that are given as EchoReply. */
export function withEchoReplies(service: ServiceDefinition): ServiceDefinition {
  const responseSerialize = createSerializer();
  const methods = Object.entries(service).map(([name, method]): [string, MethodDefinition<object, object>] => [
    name,
    { ...method, responseSerialize },
  ]);
  return Object.fromEntries(methods);
}

interface Tags {
  readonly message: number;
  readonly seen: number;
  readonly payload: number;
}

function createSerializer(): (reply: object) => Buffer {
  const { message, seen, payload } = echoType('EchoResponse').fields;
  const tags: Tags = { message: tagOf(message), seen: tagOf(seen), payload: tagOf(payload) };
  return (reply) => serialize(reply as EchoReply, tags);
}

function serialize({ message, seen, payloadBytes }: EchoReply, tags: Tags): Buffer {
  const writer = protobuf.Writer.create();
  if (message !== '') writer.uint32(tags.message).string(message);
  writer.uint32(tags.seen).bytes(seen);
  // A buffer that all replies share would have to be as large as the largest, and cost each call more in garbage collection.
  if (payloadBytes !== 0) writer.uint32(tags.payload).bytes(Buffer.alloc(payloadBytes));
  return writer.finish() as Buffer;
}

/** Of a field whose value has a length in front of it. */
function tagOf(field: protobuf.Field | undefined): number {
  if (field === undefined) throw new Error('EchoResponse of echo.proto has no message, no seen or no payload');
  return (field.id << 3) | 2;
}
