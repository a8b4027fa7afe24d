/** What a client gets in place of the answer of its server, or of a part of it. */

import type { TransportFault } from '../../faults/fault.ts';
import { encodeStatusMessage } from '../../wire/grpc/status-message.ts';
import type { HeaderField } from '../../wire/hpack/header-field.ts';
import { NO_BYTES } from '../../wire/http2/byte-slices.ts';

export type Field = Pick<HeaderField, 'name' | 'value'>;

export interface Replacement {
  readonly fields: readonly Field[];
  /** Empty: the fields are all of the answer. */
  readonly body: Uint8Array;
}

/** gRPC PROTOCOL-HTTP2, Status: the fields that tell how a call ended. */
const STATUS_FIELDS: ReadonlySet<string> = new Set(['grpc-status', 'grpc-message', 'grpc-status-details-bin']);

export function withoutGrpcStatus<Of extends Field>(fields: readonly Of[]): readonly Of[] {
  return fields.filter(({ name }) => !STATUS_FIELDS.has(name));
}

/** @returns undefined where none of the faults replaces the whole answer */
export function replacementFor(faults: readonly TransportFault[]): Replacement | undefined {
  for (const fault of faults) {
    if (fault.kind === 'TRAILERS_ONLY') return trailersOnly(fault.grpcStatus, fault.message);
    if (fault.kind === 'HTML') return errorPage(fault.httpStatus);
  }
  return undefined;
}

/** gRPC PROTOCOL-HTTP2, Trailers-Only. */
function trailersOnly(grpcStatus: number, message: string): Replacement {
  const fields: Field[] = [
    { name: ':status', value: '200' },
    { name: 'content-type', value: 'application/grpc' },
    { name: 'grpc-status', value: String(grpcStatus) },
  ];
  if (message !== '') fields.push({ name: 'grpc-message', value: encodeStatusMessage(message) });
  return { fields, body: NO_BYTES };
}

/** As nginx words it. */
function errorPage(httpStatus: number): Replacement {
  const title = `${httpStatus} ${REASONS.get(httpStatus) ?? 'Error'}`;
  const body = asciiBytes(
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`,
  );
  const fields = [
    { name: ':status', value: String(httpStatus) },
    { name: 'content-type', value: 'text/html' },
    { name: 'content-length', value: String(body.length) },
  ];
  return { fields, body };
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** RFC 9110 §15, those that proxies answer with. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [429, 'Too Many Requests'],
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
  [503, 'Service Temporarily Unavailable'],
  [504, 'Gateway Time-out'],
]);
