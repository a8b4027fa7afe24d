/** The Range header field, RFC 9110 §14.1.2. */

export interface ByteRange {
  readonly first: number;
  /** Included. */
  readonly last: number;
}

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/i;

/**
 * Several ranges are taken for none: RFC 9110 §14.2 lets a server ignore the field, and then the client gets the whole.
 *
 * @param length of the whole, in bytes
 * @returns undefined where there is no valid range and the whole is the answer; 'UNSATISFIABLE' where none of it is there
 */
export function parseByteRange(field: string | undefined, length: number): ByteRange | 'UNSATISFIABLE' | undefined {
  const [, from, to] = ONE_RANGE.exec(field ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (from === '') return suffix(Number(to), length);
  if (to !== '' && Number(to) < Number(from)) return undefined;
  if (Number(from) >= length) return 'UNSATISFIABLE';
  return { first: Number(from), last: Math.min(to === '' ? Number.POSITIVE_INFINITY : Number(to), length - 1) };
}

function suffix(wanted: number, length: number): ByteRange | 'UNSATISFIABLE' {
  if (wanted === 0 || length === 0) return 'UNSATISFIABLE';
  return { first: Math.max(length - wanted, 0), last: length - 1 };
}
