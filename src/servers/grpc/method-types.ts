/** Which methods of our services stream, and in which direction. */

import { ADMIN_FILES, CHANNELZ_FILE, FILES, LOAD_OPTIONS, loadProtos, serviceNames, serviceOf } from './protos.ts';

/** In the words of the metrics of gRPC. */
export type MethodType = 'unary' | 'client_stream' | 'server_stream' | 'bidi_stream';

/** @returns undefined where the method is not one of ours */
export type MethodTypeOf = (service: string, method: string) => MethodType | undefined;

/** @throws Error where the .proto files of the package cannot be loaded */
export function createMethodTypes(): MethodTypeOf {
  const definition = loadProtos(LOAD_OPTIONS, [...FILES, CHANNELZ_FILE, ...ADMIN_FILES]);
  const types = new Map<string, ReadonlyMap<string, MethodType>>();
  for (const name of serviceNames(definition)) {
    const methods = Object.entries(serviceOf(definition, name));
    types.set(name, new Map(methods.map(([method, streams]) => [method, typeOf(streams)])));
  }
  return (service, method) => types.get(service)?.get(method);
}

interface Streams {
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

function typeOf({ requestStream, responseStream }: Streams): MethodType {
  if (requestStream) return responseStream ? 'bidi_stream' : 'client_stream';
  return responseStream ? 'server_stream' : 'unary';
}
