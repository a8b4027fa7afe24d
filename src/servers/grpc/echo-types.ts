/** Message types of our .proto files one by one, which proto-loader does not give. */

import { isAbsolute, join } from 'node:path';

import protobuf from 'protobufjs';

import { OUR_PROTOS } from './protos.ts';

/**
 * Reads files: for start-up, not for calls.
 *
 * @param name for example "EchoResponse"
 * @throws Error where a file is missing or has no such type
 */
export function echoType(name: string): protobuf.Type {
  return typeIn('sre/echo/v1/echo.proto', `sre.echo.v1.${name}`);
}

/** `google.rpc.Status`, which `grpc-status-details-bin` carries; as `echoType` otherwise. */
export function rpcStatusType(): protobuf.Type {
  return typeIn('google/rpc/status.proto', 'google.rpc.Status');
}

function typeIn(file: string, name: string): protobuf.Type {
  const root = new protobuf.Root();
  // protobufjs takes imports as relative to the importing file.
  root.resolvePath = (_origin, target) => (isAbsolute(target) ? target : join(OUR_PROTOS, target));
  return root.loadSync(file).lookupType(name);
}
