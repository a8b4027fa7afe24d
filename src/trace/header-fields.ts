/** What can be told from the fields of a decoded header block. */

import type { IsSecret } from '../redaction.ts';
import type { HeaderField as WireField } from '../wire/hpack/header-field.ts';
import type { HeaderField, HeadersCategory } from './event.ts';

/** @returns the value of the first field `name`, or undefined */
export function fieldValue(fields: readonly HeaderField[], name: string): string | undefined {
  for (const field of fields) if (field.name === name) return field.value;
  return undefined;
}

/**
 * RFC 9113 §8.1, §8.3: the pseudo-header fields tell what a header list is.
 *
 * @returns undefined where there are none: trailers, or a list that is not whole
 */
export function categoryOf(fields: readonly WireField[]): HeadersCategory | undefined {
  const status = fieldValue(fields, ':status');
  if (status !== undefined) return status.startsWith('1') ? 'INFORMATIONAL' : 'RESPONSE';
  return fieldValue(fields, ':method') === undefined ? undefined : 'REQUEST';
}

/** Takes secret values out. A list without secrets is returned as it is: the usual case costs no allocation. */
export function redacted(fields: readonly WireField[], isSecret: IsSecret): readonly HeaderField[] {
  for (const field of fields) if (mustHide(field, isSecret)) return fields.map((each) => hide(each, isSecret));
  return fields;
}

function mustHide(field: WireField, isSecret: IsSecret): boolean {
  return isSecret(field.name, field.representation === 'NEVER_INDEXED');
}

function hide(field: WireField, isSecret: IsSecret): HeaderField {
  if (!mustHide(field, isSecret)) return field;
  return { name: field.name, value: '', redacted: true, representation: field.representation, index: field.index };
}
