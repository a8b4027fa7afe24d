/**
 * A gRPC-Web call as the stream that a gRPC server takes: what it reads is the body of the request, what it writes and says
 * becomes the body of the response. It has of an http2 stream what grpc-js uses of one, and the id and session that tell
 * which connection it is (grpc/call-facts.ts).
 */

import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Http2Session } from 'node:http2';
import { Duplex } from 'node:stream';

import { FRAMING_FIELDS } from '../framing-fields.ts';
import { http2StreamOf } from '../http/raw-request.ts';
import { Base64Decoder } from './base64-decoder.ts';
import { allowOrigin } from './cors.ts';
import { ANSWER_TYPES, type WebEncodings } from './encoding.ts';
import { shownValue, trailersMessage } from './trailers.ts';

const INTERNAL = 13;

type Done = (error?: Error | null) => void;

export class CallStream extends Duplex {
  /** 0 where the call came over HTTP/1.1, which has no streams. */
  readonly id: number;
  readonly session: Pick<Http2Session, 'socket' | 'destroyed'> | undefined;
  readonly rstCode = 0;
  private readonly request: IncomingMessage;
  private readonly response: ServerResponse;
  private readonly encodings: WebEncodings;
  private readonly decoder: Base64Decoder | undefined;
  private trailers: OutgoingHttpHeaders = {};

  constructor(request: IncomingMessage, response: ServerResponse, encodings: WebEncodings) {
    super();
    const stream = http2StreamOf(request);
    this.id = stream?.id ?? 0;
    const { socket } = request;
    this.session = stream === undefined ? { socket, destroyed: socket.destroyed } : stream.session;
    this.request = request;
    this.response = response;
    this.encodings = encodings;
    this.decoder = encodings.request === 'base64' ? new Base64Decoder() : undefined;
    // A client that leaves is told to the call by 'close'.
    for (const emitter of [this, request, response]) emitter.on('error', () => {});
    response.once('close', () => this.destroy());
    this.once('finish', () => this.destroy());
    request.on('data', (chunk: Buffer) => this.takeBody(chunk));
    request.on('end', () => this.takeEndOfBody());
    request.pause();
  }

  get headersSent(): boolean {
    return this.response.headersSent;
  }

  /** As that of an http2 stream. With `endStream` the headers are the trailers too: Trailers-Only. */
  respond(headers: OutgoingHttpHeaders, { endStream = false }: { readonly endStream?: boolean } = {}): void {
    if (this.destroyed || this.headersSent) return;
    const { response } = this;
    const { ':status': status = 200, 'content-type': _, ...fields } = headers;
    const foreign = Object.keys(fields).find((name) => FRAMING_FIELDS.has(name));
    if (foreign !== undefined) {
      this.fail(`metadata ${foreign} was to be sent: expected none that frames HTTP`);
      return;
    }
    response.statusCode = Number(status);
    response.setHeader('content-type', ANSWER_TYPES[this.encodings.answer]);
    allowOrigin(this.request, response);
    for (const [name, value] of Object.entries(fields)) setField(response, name, value);
    if (!endStream) response.flushHeaders();
    else this.finishWith(() => response.end());
  }

  /** To be called on 'wantTrailers', as that of an http2 stream. */
  sendTrailers(trailers: OutgoingHttpHeaders): void {
    this.trailers = trailers;
  }

  /** Cuts the call off, as an http2 stream's does with RST_STREAM. */
  close(): void {
    this.destroy();
  }

  override _read(): void {
    this.request.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.response.write(this.encode(chunk), done);
  }

  override _final(done: Done): void {
    this.emit('wantTrailers');
    this.response.end(this.encode(trailersMessage(this.trailers)), done);
  }

  override _destroy(error: Error | null, done: Done): void {
    if (!this.response.writableEnded) this.response.destroy();
    // What is left of the body is dropped: a client may read the answer only after it has sent all.
    this.request.resume();
    done(error);
  }

  private takeBody(chunk: Buffer): void {
    if (this.destroyed) return;
    this.orFail(() => {
      const bytes = this.decoder === undefined ? chunk : this.decoder.push(chunk);
      if (bytes.length > 0 && !this.push(bytes)) this.request.pause();
    });
  }

  private takeEndOfBody(): void {
    if (this.destroyed) return;
    this.orFail(() => {
      this.decoder?.end();
      this.push(null);
    });
  }

  private orFail(read: () => void): void {
    try {
      read();
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Ends the call for the client with a status of ours; for its handler it is cancelled. */
  private fail(message: string): void {
    const trailers = { 'grpc-status': INTERNAL, 'grpc-message': encodeURI(message) };
    if (!this.headersSent) this.respond(trailers, { endStream: true });
    else this.finishWith(() => this.response.end(this.encode(trailersMessage(trailers))));
  }

  private finishWith(end: () => void): void {
    end();
    this.destroy();
  }

  /** Each piece by itself, padded: a message goes out when it is written. */
  private encode(bytes: Buffer): Buffer {
    return this.encodings.answer === 'binary' ? bytes : Buffer.from(bytes.toString('base64'), 'latin1');
  }
}

function setField(response: ServerResponse, name: string, value: OutgoingHttpHeaders[string]): void {
  if (Array.isArray(value)) response.setHeader(name, value);
  else if (value !== undefined) response.setHeader(name, shownValue(name, value));
}
