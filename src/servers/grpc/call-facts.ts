/**
 * Which connection and stream is a grpc-js handler serving, and which header fields came with the call?
 *
 * grpc-js tells neither: `getPeer()` is "unknown" on a unix socket, and its Metadata loses the order of the fields, the
 * pseudo-header fields and `grpc-timeout`. So this file, and only this file, reaches for `call.call.stream`, the http2 stream of
 * a call; the fields as they came are those of the stream's event (intercept-streams.ts).
 *
 * Where an upgrade of grpc-js moves them, the facts turn undefined and test/servers/grpc/call-facts.test.ts fails.
 */

import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

import type { Metadata } from '@grpc/grpc-js';

import type { ConnectionFacts } from '../../connection-facts.ts';
import { factsOfStream } from '../connection-facts.ts';
import { neverIndexedNames } from '../header-list.ts';
import { requestNumberOf } from '../request-number.ts';
import { type PrefixReader, readPrefixes } from './received-messages.ts';

export interface CallFacts {
  /** Absent where the call came over HTTP/1.1, which gRPC-Web may. */
  readonly streamId: number | undefined;
  /** Absent where the connection has closed meanwhile. */
  readonly connection: ConnectionFacts | undefined;
  /** Absent where grpc-js does not let us see them. */
  readonly headers: CallHeaders | undefined;
  /** Of its connection, from 1; absent where nobody counted. */
  readonly requestNumber: number | undefined;
  /** Of the messages as they come; absent where none can be compressed. */
  readonly prefixes: PrefixReader | undefined;
}

export interface CallHeaders {
  /** name, value, name, value, … in wire order, pseudo-header fields included. */
  readonly raw: readonly string[];
  /** Names that came as never-indexed literals, RFC 7541 §6.2.3. */
  readonly neverIndexed: readonly string[];
}

/** On the stream and not in a map by stream: streams come and go thirty thousand times a second. */
const HEADERS = Symbol('call headers');
const ACCEPT_ENCODING = Symbol('grpc-accept-encoding');
const PREFIXES = Symbol('message prefixes');

type StreamWithHeaders = ServerHttp2Stream & {
  [HEADERS]?: CallHeaders | undefined;
  /** By itself: who compresses may ask after the fields were taken. */
  [ACCEPT_ENCODING]?: string | string[] | undefined;
  [PREFIXES]?: PrefixReader | undefined;
};

/** To be called with each stream before grpc-js has it: it starts streaming handlers in the same turn. */
export function keepCallHeaders(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, raw: readonly string[]): void {
  (stream as StreamWithHeaders)[HEADERS] = { raw, neverIndexed: neverIndexedNames(headers) };
  (stream as StreamWithHeaders)[ACCEPT_ENCODING] = headers['grpc-accept-encoding'];
  const prefixes = readPrefixes(stream, headers);
  if (prefixes !== undefined) (stream as StreamWithHeaders)[PREFIXES] = prefixes;
}

/**
 * To be called once for a call: the stream lets go of the header fields, since Node keeps it for longer than the call.
 *
 * @returns undefined where grpc-js has changed and the stream of the call cannot be reached any more
 */
export function takeCallFacts(call: object): CallFacts | undefined {
  const stream = streamOfCall(call);
  if (stream === undefined) return undefined;
  const headers = (stream as StreamWithHeaders)[HEADERS];
  (stream as StreamWithHeaders)[HEADERS] = undefined;
  return {
    streamId: stream.id || undefined,
    connection: factsOfStream(stream),
    headers,
    requestNumber: requestNumberOf(stream),
    prefixes: (stream as StreamWithHeaders)[PREFIXES],
  };
}

/** @returns undefined where grpc-js has changed and the stream of the call cannot be reached any more */
export function streamOfCall(call: object): ServerHttp2Stream | undefined {
  const stream = property(property(call, 'call'), 'stream');
  return isHttp2Stream(stream) ? stream : undefined;
}

/** The message encodings that the client of a call takes: "gzip", "identity", … grpc-js keeps them from its handlers. */
export function acceptedEncodings(stream: ServerHttp2Stream): readonly string[] {
  const list = (stream as StreamWithHeaders)[ACCEPT_ENCODING];
  return list === undefined ? [] : `${list}`.split(',').map((encoding) => encoding.trim());
}

/** What is left of the header fields where `CallFacts.headers` is absent: repeated names together, no pseudo-header fields. */
export function headersFromMetadata(metadata: Metadata): CallHeaders {
  const raw: string[] = [];
  for (const [name, values] of Object.entries(metadata.toHttp2Headers())) {
    for (const value of [values ?? []].flat()) raw.push(name, String(value));
  }
  return { raw, neverIndexed: [] };
}

function isHttp2Stream(value: unknown): value is ServerHttp2Stream {
  return typeof property(value, 'id') === 'number' && typeof property(value, 'respond') === 'function';
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
