/** The fields that make a header list long, by name and size. Values are never told: the longest are tokens and cookies. */

import type { HeaderField, Headers } from '../../../trace/event.ts';
import { bytes, list, quoted } from '../words.ts';

/** RFC 9113 §6.5.2: what each field counts beside its name and value. */
const FIELD_OVERHEAD = 32;

const SHOWN = 3;
const MAX_NAME_LENGTH = 64;

interface NamedSize {
  readonly name: string;
  readonly size: number;
  readonly times: number;
}

/** @returns the names of the largest, the largest first */
export function largestNames(headers: Headers): string[] {
  return bySize(headers.fields).map(({ name }) => name.slice(0, MAX_NAME_LENGTH));
}

/** `"cookie" with 6 KiB (in 12 fields), "x-forwarded-client-cert" with 2 KiB and ":path" with 56 bytes` */
export function largestFields(headers: Headers): string {
  return list(bySize(headers.fields).map(inWords).concat(hidden(headers)));
}

/** Fields of the same name are one: cookies come in crumbs, RFC 9113 §8.2.3. */
function bySize(fields: readonly HeaderField[]): NamedSize[] {
  const sizes = new Map<string, NamedSize>();
  for (const { name, value, redacted } of fields) {
    if (redacted === true) continue;
    const { size = 0, times = 0 } = sizes.get(name) ?? {};
    sizes.set(name, { name, size: size + sizeOf(name, value), times: times + 1 });
  }
  return [...sizes.values()].sort((one, other) => other.size - one.size).slice(0, SHOWN);
}

function inWords({ name, size, times }: NamedSize): string {
  const fields = times === 1 ? '' : ` (in ${times} fields)`;
  return `${quoted(name, MAX_NAME_LENGTH)} with ${bytes(size)}${fields}`;
}

/** What fields whose values are hidden must have together: what is missing in the sum. */
function hidden({ fields, listSize, incomplete }: Headers): string[] {
  const secret = fields.filter(({ redacted }) => redacted === true);
  if (secret.length === 0 || incomplete !== undefined) return [];
  const shown = fields.filter(({ redacted }) => redacted !== true);
  const size = listSize - shown.reduce((sum, { name, value }) => sum + sizeOf(name, value), 0);
  const names = [...new Set(secret.map(({ name }) => quoted(name, MAX_NAME_LENGTH)))].slice(0, SHOWN);
  return [`${list(names)} (not shown) with ${bytes(size)}`];
}

function sizeOf(name: string, value: string): number {
  return name.length + value.length + FIELD_OVERHEAD;
}
