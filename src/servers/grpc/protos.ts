/** The services that our gRPC servers have, loaded from their .proto files at run time. */

import { fileURLToPath } from 'node:url';

import {
  type AnyDefinition,
  loadSync,
  type Options,
  type PackageDefinition,
  type ServiceDefinition,
} from '@grpc/proto-loader';

/** src/servers/grpc/ and dist/servers/grpc/ are equally deep in the package. */
export const OUR_PROTOS = fileURLToPath(new URL('../../../protos/', import.meta.url));

/** @grpc/reflection does not export its definitions, but has the files beside its code. */
const REFLECTION_PROTOS = fileURLToPath(new URL('../proto/', import.meta.resolve('@grpc/reflection')));

/** Of grpc-js itself, beside its code too. */
const CHANNELZ_PROTOS = fileURLToPath(new URL('../../proto/', import.meta.resolve('@grpc/grpc-js')));

const REFLECTION_FILES: readonly string[] = [
  'grpc/reflection/v1/reflection.proto',
  'grpc/reflection/v1alpha/reflection.proto',
];

/** What the gRPC server always serves. */
export const FILES: readonly string[] = [
  'sre/echo/v1/echo.proto',
  'grpc/health/v1/health.proto',
  'grpc/testing/test.proto',
  // Of no service: reflection tells them to clients that read or write the details of a status.
  'google/rpc/status.proto',
  'google/rpc/error_details.proto',
  ...REFLECTION_FILES,
];

/** What it serves where that is asked for. */
export const CHANNELZ_FILE = 'channelz.proto';

/** What the admin server serves. */
export const ADMIN_FILES: readonly string[] = [
  'sre/admin/v1/admin.proto',
  'sre/trace/v1/trace_service.proto',
  ...REFLECTION_FILES,
];

export const ECHO_SERVICE = 'sre.echo.v1.EchoService';
export const HEALTH_SERVICE = 'grpc.health.v1.Health';
export const ADMIN_SERVICE = 'sre.admin.v1.AdminService';
export const TRACE_SERVICE = 'sre.trace.v1.TraceService';
export const TEST_SERVICE = 'grpc.testing.TestService';

/** The types in src/gen describe what these give; scripts/generate-types.sh has the same. */
export const LOAD_OPTIONS: Options = { longs: Number, enums: String, defaults: true };

/**
 * Reads files: for start-up, not for calls.
 *
 * @throws Error where a file is missing or does not parse
 */
export function loadProtos(options: Options = LOAD_OPTIONS, files: readonly string[] = FILES): PackageDefinition {
  return loadSync([...files], { ...options, includeDirs: [OUR_PROTOS, REFLECTION_PROTOS, CHANNELZ_PROTOS] });
}

/** @throws Error where the definition has no service of this full name */
export function serviceOf(definition: PackageDefinition, name: string): ServiceDefinition {
  const found = definition[name];
  if (found === undefined || !isService(found)) throw new Error(`${name} is not a service of protos/`);
  return found;
}

/** @returns full names */
export function serviceNames(definition: PackageDefinition): string[] {
  return Object.keys(definition).filter((name) => isService(definition[name]));
}

function isService(definition: AnyDefinition | undefined): definition is ServiceDefinition {
  return definition !== undefined && !('format' in definition);
}
