/** gRPC calls among the streams of HTTP/2 connections: one port for both, stream by stream. */

import type { Http2Server } from 'node:http2';

import { isGrpc } from '../grpc/content-type.ts';
import { numberRequest } from '../request-number.ts';
import { type StreamListener, wrapStreamListener } from '../stream-listener.ts';

/** Whoever serves gRPC: GrpcServer, or a server with other services on the streams of `interceptStreams`. */
export interface GrpcStreams {
  readonly serve: StreamListener;
}

/** To be called when the server has the listener of its requests. */
export function passGrpcStreams(server: Http2Server, grpc: GrpcStreams): void {
  wrapStreamListener(server, (serveHttp) => (stream, headers, flags, raw) => {
    numberRequest(stream, stream.session);
    const serve = isGrpc(headers) ? grpc.serve : serveHttp;
    serve(stream, headers, flags, raw);
  });
}
