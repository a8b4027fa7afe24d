/** sre.admin.v1.AdminService, sre.trace.v1.TraceService and reflection, on streams of the admin server's connections. */

import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

import { Server, ServerCredentials, status } from '@grpc/grpc-js';

import { interceptStreams } from '../../grpc/intercept-streams.ts';
import { ADMIN_FILES, ADMIN_SERVICE, LOAD_OPTIONS, loadProtos, serviceOf, TRACE_SERVICE } from '../../grpc/protos.ts';
import { addReflection } from '../../grpc/reflection.ts';
import type { GrpcStreams } from '../../http/grpc-streams.ts';
import { crossSiteRefusal } from '../cross-site.ts';
import type { AdminOptions } from '../endpoints.ts';
import { createAdminMethods } from './methods.ts';
import { createTraceMethods } from './watch.ts';

/** @throws Error where the .proto files of the package cannot be loaded */
export function createAdminGrpc(options: AdminOptions): GrpcStreams {
  const server = new Server({ 'grpc.enable_channelz': 0 });
  const definition = loadProtos(LOAD_OPTIONS, ADMIN_FILES);
  server.addService(serviceOf(definition, ADMIN_SERVICE), createAdminMethods(options));
  server.addService(serviceOf(definition, TRACE_SERVICE), createTraceMethods(options.delivery));
  addReflection(server, ADMIN_FILES);
  // It never gets a connection: only with an injector grpc-js has listeners for streams.
  server.createConnectionInjector(ServerCredentials.createInsecure());
  const serve = interceptStreams(server, (stream, headers) => {
    const refusal = refusalOf(headers);
    if (refusal !== undefined) refuse(stream, refusal);
    return refusal === undefined;
  });
  return { serve };
}

/** No browser sends gRPC over HTTP/2 in clear text, but a proxy on this machine may do so for one. */
function refusalOf(headers: IncomingHttpHeaders): string | undefined {
  const { ':method': method = '', origin, 'sec-fetch-site': fetchSite } = headers;
  const host = headers[':authority'] ?? headers.host;
  return crossSiteRefusal({ method, host, origin, fetchSite: fetchSite?.toString() });
}

/** gRPC PROTOCOL-HTTP2, Trailers-Only. */
function refuse(stream: ServerHttp2Stream, reason: string): void {
  // A client that does not wait for the answer is none of our errors.
  stream.on('error', () => {});
  stream.resume();
  const words = { 'grpc-status': status.PERMISSION_DENIED, 'grpc-message': encodeURI(reason) };
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...words }, { endStream: true });
}
