/** Generated header lists that an HTTP/2 endpoint accepts, RFC 9113 §8.2, with what makes HPACK work. */

import type { FieldToEncode } from '../../../src/wire/hpack/encoder.ts';
import type { Representation } from '../../../src/wire/hpack/header-field.ts';
import { between, oneOf, type Random } from './random.ts';

const NAMES = [
  'grpc-status',
  'x-request-id',
  'traceparent',
  'accept',
  'vary',
  'server',
  'x',
  `x-${'long-'.repeat(40)}`,
];
const REPRESENTATIONS: readonly Representation[] = ['INDEXED', 'INDEXED', 'INDEXED', 'LITERAL_INDEXED', 'LITERAL'];

/** The name whose fields are always NEVER_INDEXED, and no others are. */
export const SECRET_NAME = 'x-secret';

/** Repeated, empty, short, opaque (obs-text, RFC 9110 §5.5) and long values. */
const VALUES: readonly ((random: Random) => string)[] = [
  (random) => oneOf(random, ['0', 'application/grpc', 'trailers', 'gzip, deflate']),
  () => '',
  (random) => `${between(random, 0, 1_000_000)}`,
  opaqueValue,
  (random) => 'v'.repeat(between(random, 100, 1500)),
];

function opaqueValue(random: Random): string {
  let value = '';
  for (let left = between(random, 1, 60); left > 0; left--) value += String.fromCharCode(between(random, 0x80, 0xff));
  return value;
}

function plainField(random: Random): FieldToEncode {
  const representation = oneOf(random, REPRESENTATIONS);
  return { name: oneOf(random, NAMES), value: oneOf(random, VALUES)(random), representation };
}

/** Up to twelve fields without pseudo-header fields; names repeat. */
export function regularFields(random: Random): FieldToEncode[] {
  const fields = Array.from({ length: between(random, 0, 12) }, () => plainField(random));
  if (random() < 0.5) {
    const secret = { name: SECRET_NAME, value: opaqueValue(random), representation: 'NEVER_INDEXED' } as const;
    fields.splice(between(random, 0, fields.length), 0, secret);
  }
  return fields;
}

/** A request, RFC 9113 §8.3.1. */
export function requestFields(random: Random): FieldToEncode[] {
  return [
    { name: ':method', value: oneOf(random, ['GET', 'PUT']) },
    { name: ':scheme', value: 'http' },
    { name: ':path', value: oneOf(random, ['/', '/index.html', `/${between(random, 0, 20)}`]) },
    { name: ':authority', value: 'localhost' },
    ...regularFields(random),
  ];
}

/** One to three table sizes that follow each other between two blocks. */
export function tableSizes(random: Random, most: number): number[] {
  return Array.from({ length: between(random, 1, 3) }, () => oneOf(random, [0, 33, between(random, 0, most), most]));
}
