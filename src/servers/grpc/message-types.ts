/** The message types of our own gRPC services, for a trace that shows messages as JSON. */

import { Long, type Options } from '@grpc/proto-loader';

import { ADMIN_FILES, CHANNELZ_FILE, FILES, loadProtos, serviceNames, serviceOf } from './protos.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface MessageTypes {
  /**
   * @param service full name, for example "sre.echo.v1.EchoService"
   * @param from CLIENT for a request, SERVER for a response
   * @param bytes the whole message, uncompressed
   * @returns proto3 JSON with what was on the wire: bytes as base64, 64-bit integers as numbers where they are safe, enums
   *   as names. undefined where the method is not ours or the bytes are no such message. Never throws.
   */
  decode(service: string, method: string, from: 'CLIENT' | 'SERVER', bytes: Uint8Array): JsonValue | undefined;
}

/** Longs and bytes stay objects, so that `toJson` tells them from text; NaN and infinities become names. */
const DECODE_OPTIONS: Options = { enums: String, json: true };

interface MethodTypes {
  readonly CLIENT: Decode;
  readonly SERVER: Decode;
}

type Decode = (bytes: Uint8Array) => unknown;

/** @throws Error where the .proto files of the package cannot be loaded */
export function createMessageTypes(): MessageTypes {
  const services = loadServices();
  return {
    decode(service, method, from, bytes) {
      const decode = services.get(service)?.get(method)?.[from];
      if (decode === undefined) return undefined;
      try {
        return toJson(decode(asPlainBytes(bytes)));
      } catch {
        // A peer may send anything. The trace then shows the raw fields.
        return undefined;
      }
    },
  };
}

function loadServices(): Map<string, Map<string, MethodTypes>> {
  const definition = loadProtos(DECODE_OPTIONS, [...FILES, CHANNELZ_FILE, ...ADMIN_FILES]);
  const services = new Map<string, Map<string, MethodTypes>>();
  for (const name of serviceNames(definition)) {
    const methods = new Map<string, MethodTypes>();
    for (const [method, types] of Object.entries(serviceOf(definition, name))) {
      methods.set(method, {
        CLIENT: types.requestDeserialize as Decode,
        SERVER: types.responseDeserialize as Decode,
      });
    }
    services.set(name, methods);
  }
  return services;
}

/** protobufjs reads a Buffer with another reader, which takes a string that is cut off for a shorter one. */
function asPlainBytes(bytes: Uint8Array): Uint8Array {
  return Buffer.isBuffer(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : bytes;
}

function toJson(value: unknown): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      return value === null ? null : objectToJson(value);
    default:
      throw new TypeError(`a decoded message has no ${typeof value}`);
  }
}

function objectToJson(value: object): JsonValue {
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Long.isLong(value)) return longToJson(value);
  const json: { [key: string]: JsonValue } = {};
  for (const [key, member] of Object.entries(value)) json[key] = toJson(member);
  return json;
}

function longToJson(value: InstanceType<typeof Long>): number | string {
  const asNumber = value.toNumber();
  return Number.isSafeInteger(asNumber) ? asNumber : value.toString();
}
