import { printableBytes } from './escape.ts';

/** What stands where a secret was: the event does not have it. */
export const REDACTED = '[redacted]';

/** The value of a header field or of an HTTP/1.1 field, safe to print. */
export function printableValue(field: { readonly value: string; readonly redacted?: boolean }): string {
  return field.redacted === true ? REDACTED : printableBytes(field.value);
}
