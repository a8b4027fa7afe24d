/** The message types of sre/echo/v1/echo.proto one by one, which proto-loader does not give. */

import { join } from 'node:path';

import protobuf from 'protobufjs';

import { OUR_PROTOS } from './protos.ts';

/**
 * Reads the file: for start-up, not for calls.
 *
 * @param name for example "EchoResponse"
 * @throws Error where the file is missing or has no such type
 */
export function echoType(name: string): protobuf.Type {
  return protobuf.loadSync(join(OUR_PROTOS, 'sre/echo/v1/echo.proto')).lookupType(`sre.echo.v1.${name}`);
}
