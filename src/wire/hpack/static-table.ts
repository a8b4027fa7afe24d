/** The static table, RFC 7541 Appendix A. */

import type { HeaderField } from './header-field.ts';

const ROWS: readonly (readonly [name: string, value: string])[] = [
  [':authority', ''],
  [':method', 'GET'],
  [':method', 'POST'],
  [':path', '/'],
  [':path', '/index.html'],
  [':scheme', 'http'],
  [':scheme', 'https'],
  [':status', '200'],
  [':status', '204'],
  [':status', '206'],
  [':status', '304'],
  [':status', '400'],
  [':status', '404'],
  [':status', '500'],
  ['accept-charset', ''],
  ['accept-encoding', 'gzip, deflate'],
  ['accept-language', ''],
  ['accept-ranges', ''],
  ['accept', ''],
  ['access-control-allow-origin', ''],
  ['age', ''],
  ['allow', ''],
  ['authorization', ''],
  ['cache-control', ''],
  ['content-disposition', ''],
  ['content-encoding', ''],
  ['content-language', ''],
  ['content-length', ''],
  ['content-location', ''],
  ['content-range', ''],
  ['content-type', ''],
  ['cookie', ''],
  ['date', ''],
  ['etag', ''],
  ['expect', ''],
  ['expires', ''],
  ['from', ''],
  ['host', ''],
  ['if-match', ''],
  ['if-modified-since', ''],
  ['if-none-match', ''],
  ['if-range', ''],
  ['if-unmodified-since', ''],
  ['last-modified', ''],
  ['link', ''],
  ['location', ''],
  ['max-forwards', ''],
  ['proxy-authenticate', ''],
  ['proxy-authorization', ''],
  ['range', ''],
  ['referer', ''],
  ['refresh', ''],
  ['retry-after', ''],
  ['server', ''],
  ['set-cookie', ''],
  ['strict-transport-security', ''],
  ['transfer-encoding', ''],
  ['user-agent', ''],
  ['vary', ''],
  ['via', ''],
  ['www-authenticate', ''],
];

/** The fields in the order of their indexes, which begin at 1. Decoded lists share these objects. */
export const STATIC_TABLE: readonly HeaderField[] = ROWS.map(([name, value], position) => ({
  name,
  value,
  representation: 'INDEXED',
  index: position + 1,
}));

/** RFC 7541 §2.3.3: the newest entry of the dynamic table comes right after the last one of the static table. */
export const FIRST_DYNAMIC_INDEX = STATIC_TABLE.length + 1;

const firstIndexOfName = new Map<string, number>();
for (const field of STATIC_TABLE) {
  if (!firstIndexOfName.has(field.name)) firstIndexOfName.set(field.name, field.index);
}

/** The lowest index of an entry with this name, or 0. */
export function staticIndexOfName(name: string): number {
  return firstIndexOfName.get(name) ?? 0;
}

/** The index of this field, or 0. */
export function staticIndexOf(name: string, value: string): number {
  let index = staticIndexOfName(name);
  // Entries of one name are neighbours.
  for (let field = STATIC_TABLE[index - 1]; field?.name === name; field = STATIC_TABLE[index - 1]) {
    if (field.value === value) return index;
    index++;
  }
  return 0;
}
