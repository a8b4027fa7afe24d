/** sre.admin.v1.AdminService, sre.trace.v1.TraceService and reflection, on streams of the admin server's connections. */

import { Server, ServerCredentials } from '@grpc/grpc-js';

import { interceptStreams } from '../../grpc/intercept-streams.ts';
import { ADMIN_FILES, ADMIN_SERVICE, LOAD_OPTIONS, loadProtos, serviceOf, TRACE_SERVICE } from '../../grpc/protos.ts';
import { addReflection } from '../../grpc/reflection.ts';
import { respondTrailersOnly } from '../../grpc/trailers-only.ts';
import type { GrpcStreams } from '../../http/grpc-streams.ts';
import { type Access, askedBy } from '../access.ts';
import type { AdminOptions } from '../endpoints.ts';
import { createConnectionMethods } from './connections.ts';
import { createAdminMethods } from './methods.ts';
import { CODE_OF } from './refusal-codes.ts';
import { createTraceMethods } from './watch.ts';

/** @throws Error where the .proto files of the package cannot be loaded */
export function createAdminGrpc(options: AdminOptions, access: Access): GrpcStreams {
  const server = new Server({ 'grpc.enable_channelz': 0 });
  const definition = loadProtos(LOAD_OPTIONS, ADMIN_FILES);
  server.addService(serviceOf(definition, ADMIN_SERVICE), createAdminMethods(options));
  server.addService(serviceOf(definition, TRACE_SERVICE), {
    ...createTraceMethods(options.delivery),
    ...createConnectionMethods(options.tracing.connections),
  });
  addReflection(server, ADMIN_FILES);
  // It never gets a connection: only with an injector grpc-js has listeners for streams.
  server.createConnectionInjector(ServerCredentials.createInsecure());
  const serve = interceptStreams(server, (stream, headers) => {
    // No browser sends gRPC over HTTP/2 in clear text, but a proxy on this machine may do so for one.
    const refusal = access(askedBy(headers[':method'] ?? '', headers));
    if (refusal === undefined) return true;
    // A client that does not wait for the answer is none of our errors.
    stream.on('error', () => {});
    respondTrailersOnly(stream, CODE_OF[refusal.statusCode], refusal.message);
    return false;
  });
  return { serve };
}
