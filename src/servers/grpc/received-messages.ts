/**
 * How the messages of a call came: their lengths on the wire, and whether they were compressed.
 *
 * grpc-js gives its handlers messages that are decompressed and decoded. `withMessageBytes` keeps their length at that point.
 * Without `grpc-encoding` that is all there is to know; with it, the prefixes of the messages are read on the http2 stream too,
 * which costs a little, and only those calls.
 */

import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

import type { MethodDefinition, ServiceDefinition } from '@grpc/proto-loader';

/** https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: Compressed-Flag and Message-Length. */
const PREFIX_BYTES = 5;

/** A DATA frame of 16 KiB holds 3,276 empty messages, and grpc-js reads no further before the first of them is taken. */
const MAX_WAITING = 4_096;

export interface ReceivedPrefix {
  readonly compressed: boolean;
  /** Of the message without its prefix. */
  readonly wireBytes: number;
}

/** The prefixes of a stream, whose bytes come in chunks of any size. */
export class PrefixReader {
  private readonly prefix = Buffer.alloc(PREFIX_BYTES);
  private prefixBytes = 0;
  private restOfMessage = 0;
  private readonly waiting: ReceivedPrefix[] = [];
  private isLost = false;

  push(chunk: Buffer): void {
    let offset = 0;
    while (offset < chunk.length && !this.isLost) {
      const skipped = Math.min(this.restOfMessage, chunk.length - offset);
      this.restOfMessage -= skipped;
      offset += skipped;
      const copied = chunk.copy(this.prefix, this.prefixBytes, offset, offset + PREFIX_BYTES - this.prefixBytes);
      this.prefixBytes += copied;
      offset += copied;
      if (this.prefixBytes === PREFIX_BYTES) this.take();
    }
  }

  /** In the order in which they came. @returns undefined where none came, or too many that nobody took */
  next(): ReceivedPrefix | undefined {
    return this.waiting.shift();
  }

  private take(): void {
    this.prefixBytes = 0;
    this.restOfMessage = this.prefix.readUInt32BE(1);
    this.waiting.push({ compressed: this.prefix.readUInt8(0) === 1, wireBytes: this.restOfMessage });
    this.isLost = this.waiting.length > MAX_WAITING;
    if (this.isLost) this.waiting.length = 0;
  }
}

/** To be called before grpc-js has the stream. @returns undefined where messages cannot be compressed */
export function readPrefixes(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): PrefixReader | undefined {
  const encoding = headers['grpc-encoding'];
  if (encoding === undefined || encoding === 'identity') return undefined;
  const reader = new PrefixReader();
  stream.on('data', (chunk: Buffer) => reader.push(chunk));
  return reader;
}

const MESSAGE_BYTES = Symbol('message bytes');

type Measured = object & { [MESSAGE_BYTES]?: number };

/** The service with requests that `messageBytesOf` knows. */
export function withMessageBytes(service: ServiceDefinition): ServiceDefinition {
  const methods = Object.entries(service).map(([name, method]): [string, MethodDefinition<object, object>] => {
    const requestDeserialize = (bytes: Buffer): object => {
      const request: Measured = method.requestDeserialize(bytes);
      request[MESSAGE_BYTES] = bytes.length;
      return request;
    };
    return [name, { ...method, requestDeserialize }];
  });
  return Object.fromEntries(methods);
}

/** @returns undefined where the request is not one of `withMessageBytes` */
export function messageBytesOf(request: object): number | undefined {
  return (request as Measured)[MESSAGE_BYTES];
}
