/** The part of `Seen` that the header fields of a request tell. */

import type { Seen } from '../../gen/sre/echo/v1/Seen.ts';
import type { IsSecret } from '../../redaction.ts';
import { headerList, type ShownHeader } from '../header-list.ts';
import type { CallHeaders } from './call-facts.ts';

/** RFC 9113 §6.5.2 */
const FIELD_OVERHEAD_BYTES = 32;

export function seenOfHeaders({ raw, neverIndexed }: CallHeaders, isSecret: IsSecret): Seen {
  const fields = headerList(raw, neverIndexed, isSecret);
  const attempt = attemptOf(fieldValue(fields, 'grpc-previous-rpc-attempts'));
  return {
    metadata: fields.map(withoutDefaults),
    ...present('authority', fieldValue(fields, ':authority') ?? fieldValue(fields, 'host')),
    ...present('encoding', fieldValue(fields, 'grpc-encoding')),
    ...present('acceptEncoding', fieldValue(fields, 'grpc-accept-encoding')),
    ...present('attempt', attempt),
    headerListBytes: listBytes(raw),
  };
}

/** Default values that are set would be written; absent, they cost nothing and show as nothing in the trace. */
function withoutDefaults(header: ShownHeader): Pick<ShownHeader, 'name'> & Partial<ShownHeader> {
  return header.redacted ? { name: header.name, redacted: true } : { name: header.name, value: header.value };
}

function present<Key extends keyof Seen>(key: Key, value: Seen[Key] | undefined): Seen {
  return value === undefined || value === '' ? {} : { [key]: value };
}

/** Of a field that is there once, as a client of gRPC sends it. */
function fieldValue(fields: readonly ShownHeader[], name: string): string | undefined {
  return fields.find((field) => field.name === name)?.value;
}

/** https://github.com/grpc/proposal/blob/master/A6-client-retries.md; the first attempt says nothing. @returns undefined for no number */
function attemptOf(previous = '0'): number | undefined {
  return /^\d{1,9}$/.test(previous) ? Number(previous) + 1 : undefined;
}

/** Node gives a character for each byte. */
function listBytes(raw: readonly string[]): number {
  return raw.reduce((bytes, text) => bytes + text.length, (raw.length / 2) * FIELD_OVERHEAD_BYTES);
}
