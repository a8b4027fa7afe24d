/** gRPC-Web calls among HTTP requests: the gRPC of browsers, over HTTP/1.1 and HTTP/2. gRPC PROTOCOL-WEB. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

import type { GrpcStreams } from '../http/grpc-streams.ts';
import { connectionOf, http2StreamOf } from '../http/raw-request.ts';
import { passRequestNumber } from '../request-number.ts';
import { CallStream } from './call-stream.ts';
import { allowOrigin, answerPreflight, isPreflight } from './cors.ts';
import { encodingsOf, isGrpcWeb } from './encoding.ts';

export type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** @returns serves what is gRPC-Web, and passes all else on to `serveHttp`, as what comes to the gRPC port */
export function withGrpcWeb(grpc: GrpcStreams, serveHttp: RequestListener): RequestListener {
  return (request, response) => {
    const isWeb = isGrpcWeb(request.headers);
    if ((!isWeb && !isPreflight(request)) || connectionOf(request)?.listener === 'grpc') serveHttp(request, response);
    else if (!isWeb) answerPreflight(request, response);
    else serveCall(grpc, request, response);
  };
}

function serveCall(grpc: GrpcStreams, request: IncomingMessage, response: ServerResponse): void {
  const { method = '', headers } = request;
  const encodings = encodingsOf(headers);
  if (method !== 'POST') {
    // RFC 9110 §15.5.6: 405 comes with Allow.
    response.setHeader('allow', 'POST, OPTIONS');
    answerInWords(request, response, 405, `This is gRPC-Web by ${method}: expected POST.\n`);
  } else if (encodings === undefined) {
    const came = headers['content-type'];
    const expected = 'application/grpc-web+proto or application/grpc-web-text+proto';
    answerInWords(request, response, 415, `This is gRPC-Web of ${came}: expected ${expected}.\n`);
  } else {
    // It has of an http2 stream what grpc-js uses, and test/servers/grpc-web/ fails when an upgrade uses more.
    const stream = new CallStream(request, response, encodings) as unknown as ServerHttp2Stream;
    passRequestNumber(http2StreamOf(request) ?? request, stream);
    grpc.serve(stream, callHeaders(request), 0, rawFields(request));
  }
}

function answerInWords(request: IncomingMessage, response: ServerResponse, status: number, words: string): void {
  request.resume();
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  allowOrigin(request, response);
  response.end(words);
}

/** As a gRPC call has them: over HTTP/1.1 there are no pseudo-header fields. */
function callHeaders({ method, url, headers }: IncomingMessage): IncomingHttpHeaders {
  return { ...headers, ':method': method, ':path': url, 'content-type': 'application/grpc+proto' };
}

/** Handlers look for metadata by its name in lower case, which over HTTP/1.1 is the client's choice. */
function rawFields(request: IncomingMessage): readonly string[] {
  if (http2StreamOf(request) !== undefined) return request.rawHeaders;
  return request.rawHeaders.map((text, index) => (index % 2 === 0 ? text.toLowerCase() : text));
}
