/** Generated header lists that an HTTP/2 endpoint accepts, RFC 9113 §8.2, with what makes HPACK work. */

import type { FieldToEncode } from '../../../src/wire/hpack/encoder.ts';
import type { Representation } from '../../../src/wire/hpack/header-field.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';

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
const VALUES: readonly ((random: SeededRandom) => string)[] = [
  (random) => random.pick(['0', 'application/grpc', 'trailers', 'gzip, deflate']),
  () => '',
  (random) => `${random.between(0, 1_000_000)}`,
  opaqueValue,
  (random) => 'v'.repeat(random.between(100, 1500)),
];

function opaqueValue(random: SeededRandom): string {
  let value = '';
  for (let left = random.between(1, 60); left > 0; left--) value += String.fromCharCode(random.between(0x80, 0xff));
  return value;
}

function plainField(random: SeededRandom): FieldToEncode {
  const representation = random.pick(REPRESENTATIONS);
  return { name: random.pick(NAMES), value: random.pick(VALUES)(random), representation };
}

/** Up to twelve fields without pseudo-header fields; names repeat. */
export function regularFields(random: SeededRandom): FieldToEncode[] {
  const fields = Array.from({ length: random.between(0, 12) }, () => plainField(random));
  if (random.chance(0.5)) {
    const secret = { name: SECRET_NAME, value: opaqueValue(random), representation: 'NEVER_INDEXED' } as const;
    fields.splice(random.between(0, fields.length), 0, secret);
  }
  return fields;
}

/** A request, RFC 9113 §8.3.1. */
export function requestFields(random: SeededRandom): FieldToEncode[] {
  return [
    { name: ':method', value: random.pick(['GET', 'PUT']) },
    { name: ':scheme', value: 'http' },
    { name: ':path', value: random.pick(['/', '/index.html', `/${random.between(0, 20)}`]) },
    { name: ':authority', value: 'localhost' },
    ...regularFields(random),
  ];
}

/** One to three table sizes that follow each other between two blocks. */
export function tableSizes(random: SeededRandom, most: number): number[] {
  return Array.from({ length: random.between(1, 3) }, () => random.pick([0, 33, random.between(0, most), most]));
}
