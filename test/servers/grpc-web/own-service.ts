/** EchoService with the handlers of a test, on one port with HTTP: any grpc-js server can have its streams there. */

import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';

import { interceptStreams } from '../../../src/servers/grpc/intercept-streams.ts';
import { ECHO_SERVICE, loadProtos, serviceOf } from '../../../src/servers/grpc/protos.ts';
import type { GrpcStreams } from '../../../src/servers/http/grpc-streams.ts';

export function ownEcho(handlers: UntypedServiceImplementation): GrpcStreams {
  const server = new Server();
  server.addService(serviceOf(loadProtos(), ECHO_SERVICE), handlers);
  server.createConnectionInjector(ServerCredentials.createInsecure());
  return { serve: interceptStreams(server, () => true) };
}
