/** Server reflection, v1 and v1alpha, over the services of protos.ts, reflection itself among them. */

import type { handleBidiStreamingCall, Server, UntypedServiceImplementation } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';

import { readAsFastAsWritten } from './back-pressure.ts';
import { describableFiles } from './file-descriptors.ts';
import { loadProtos } from './protos.ts';

type Handler = handleBidiStreamingCall<object, object>;

/**
 * @param served files, as of `loadProtos`
 * @throws Error where the .proto files cannot be loaded
 */
export function addReflection(server: Server, served: readonly string[]): void {
  // Descriptors have the names of the .proto files; elsewhere ours are in camel case.
  const files = describableFiles(loadProtos({ keepCase: true }, served));
  new ReflectionService(files).addToServer({
    addService(service, implementation) {
      server.addService(service, withBackPressure(implementation));
    },
  });
}

/** @grpc/reflection answers each request as it comes, however many answers the client has not read. */
function withBackPressure(implementation: UntypedServiceImplementation): UntypedServiceImplementation {
  const methods = Object.entries(implementation).map(([name, handle]) => [name, paced(handle as Handler)] as const);
  return Object.fromEntries(methods);
}

function paced(handle: Handler): Handler {
  return (call) => {
    handle(call);
    readAsFastAsWritten(call);
  };
}
