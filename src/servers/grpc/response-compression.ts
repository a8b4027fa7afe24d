/**
 * Replies that are compressed, message by message.
 *
 * grpc-js takes compressed requests, but sends each message as it is and `grpc-encoding: identity` with it. It writes a
 * message to the http2 stream of its call in one piece, with its prefix; so for a call that asks for it, what is written to
 * that stream is changed on its way. Other calls do not come here.
 */

import type { OutgoingHttpHeaders, ServerHttp2Stream, ServerStreamResponseOptions } from 'node:http2';
import { gzip } from 'node:zlib';

import { acceptedEncodings, streamOfCall } from './call-facts.ts';

/** https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: Compressed-Flag and Message-Length. */
const PREFIX_BYTES = 5;
const COMPRESSED = 1;

export interface ReplyCompression {
  /**
   * To be called before each message is sent, in their order: whether that message goes out compressed. Messages it was not
   * called for do not. What is told ahead is held; who keeps back-pressure on messages has kept it on this.
   */
  next(isCompressed: boolean): void;
}

/**
 * To be called once for a call, before its first message or metadata is sent: the response says `grpc-encoding: gzip`.
 * Compressing is done off the main thread; messages, and the status behind them, keep their order.
 *
 * @param call any of the four kinds of call of grpc-js
 * @returns undefined where the client does not take gzip, or the response has begun or ended already
 */
export function compressReplies(call: object): ReplyCompression | undefined {
  const stream = streamOfCall(call);
  if (stream === undefined || stream.headersSent || stream.destroyed) return undefined;
  if (!acceptedEncodings(stream).includes('gzip')) return undefined;
  const told: boolean[] = [];
  announceGzip(stream);
  compressWrites(stream, () => told.shift() ?? false);
  return { next: (isCompressed) => told.push(isCompressed) };
}

function announceGzip(stream: ServerHttp2Stream): void {
  const respond = stream.respond.bind(stream);
  stream.respond = (headers?: OutgoingHttpHeaders, options?: ServerStreamResponseOptions) => {
    // A response without messages has no encoding: grpc-js says none then.
    respond(headers?.['grpc-encoding'] === undefined ? headers : { ...headers, 'grpc-encoding': 'gzip' }, options);
  };
}

type Done = (error?: Error | null) => void;

function compressWrites(stream: ServerHttp2Stream, isNextCompressed: () => boolean): void {
  const writeNow: (message: Buffer, done?: Done) => boolean = stream.write.bind(stream);
  const endNow: () => ServerHttp2Stream = stream.end.bind(stream);
  /** What came while a message is compressed: at most the end, since grpc-js sends one message at a time. */
  const held: (() => void)[] = [];
  let isCompressing = false;

  const write = (message: Buffer, done?: Done): boolean => {
    if (isCompressing) held.push(() => write(message, done));
    else if (!isNextCompressed()) return writeNow(message, done);
    else compress(message, done);
    // grpc-js waits for `done` and not for 'drain'.
    return true;
  };
  const compress = (message: Buffer, done?: Done): void => {
    isCompressing = true;
    gzip(message.subarray(PREFIX_BYTES), (error, compressed) => {
      isCompressing = false;
      if (error !== null) done?.(error);
      // The client that has cancelled meanwhile gets nothing more, and grpc-js expects nothing then.
      else if (!stream.writableEnded && !stream.destroyed) writeNow(withPrefix(compressed), done);
      while (!isCompressing) {
        const next = held.shift();
        if (next === undefined) break;
        next();
      }
    });
  };
  const end = (): ServerHttp2Stream => {
    // Node ends a stream that was reset, and that must not wait.
    if (!isCompressing || stream.closed) return endNow();
    held.push(endNow);
    return stream;
  };
  Object.assign(stream, { write, end });
}

function withPrefix(message: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix[0] = COMPRESSED;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
