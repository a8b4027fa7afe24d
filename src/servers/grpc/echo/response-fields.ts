/** Response headers and trailers as a request asks for them. */

import { Metadata } from '@grpc/grpc-js';

import type { ResponseField__Output as ResponseField } from '../../../gen/sre/echo/v1/ResponseField.ts';
import { quoted, Refusal } from './refusal.ts';
import { isSingleValue, reservedBecause } from './reserved-fields.ts';

/** Clients of Node end a stream with more than 128 fields in one list, those of the server's own among them. */
const MAX_FIELDS = 100;

/**
 * As RFC 9113 §6.5.2 counts: name, value and 32 for each. More than many clients and proxies take (8 KiB in gRPC's C core); with a
 * status beside it, less than what Node can send: 64 KiB.
 */
const MAX_LIST_BYTES = 32 * 1024;
const FIELD_OVERHEAD_BYTES = 32;

/** What gRPC allows in a name; upper case is malformed in HTTP/2, RFC 9113 §8.2.1. */
const NAME = /^[0-9a-z_.-]+$/;

/** RFC 9113 §8.2.1: no blank at either end; gRPC adds that it is printable ASCII. */
const VALUE = /^(?:[!-~](?:[ -~]*[!-~])?)?$/;

const BASE64 = /^[0-9A-Za-z+/]*={0,2}$/;

export type FieldList = 'response_headers' | 'response_trailers';

/** @returns undefined where there are no fields. @throws Refusal with the list, the field and what is wrong with it */
export function metadataOf(list: FieldList, fields: readonly ResponseField[]): Metadata | undefined {
  if (fields.length === 0) return undefined;
  checkSize(list, fields);
  const metadata = new Metadata();
  for (const { name, value } of fields) {
    checkName(list, name);
    if (isSingleValue(name) && metadata.get(name).length > 0) {
      throw new Refusal(`${list}: ${quoted(name)} came twice: expected once, since it is no list`);
    }
    metadata.add(name, checkedValue(list, name, value));
  }
  return metadata;
}

function checkSize(list: FieldList, fields: readonly ResponseField[]): void {
  if (fields.length > MAX_FIELDS) throw new Refusal(`${list}: ${fields.length} fields: expected at most ${MAX_FIELDS}`);
  let bytes = 0;
  for (const { name, value } of fields) bytes += name.length + value.length + FIELD_OVERHEAD_BYTES;
  if (bytes > MAX_LIST_BYTES) throw new Refusal(`${list}: ${bytes} bytes: expected at most ${MAX_LIST_BYTES}`);
}

function checkName(list: FieldList, name: string): void {
  const reason = reservedBecause(name.toLowerCase());
  if (reason !== undefined) throw new Refusal(`${list}: ${quoted(name)} is reserved: ${reason}`);
  if (NAME.test(name)) return;
  throw new Refusal(`${list}: name ${quoted(name)}: expected lower case letters, digits, "_", "-" and "."`);
}

function checkedValue(list: FieldList, name: string, value: string): string | Buffer {
  const isBinary = name.endsWith('-bin');
  if (isBinary && BASE64.test(value) && value.length % 4 !== 1) return Buffer.from(value, 'base64');
  if (!isBinary && VALUE.test(value)) return value;
  const expected = isBinary ? 'base64, since its name ends in -bin' : 'printable ASCII without blanks at its ends';
  throw new Refusal(`${list}: value ${quoted(value)} of ${quoted(name)}: expected ${expected}`);
}
