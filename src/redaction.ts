/**
 * Which header values are secret. Used at the two places where values enter what people see: the trace and the echo replies.
 */

/** Names in lower case whose values are credentials, RFC 9110 §11, RFC 6265, and the usual API-key header. */
export const SECRET_HEADER_NAMES: readonly string[] = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
];

/**
 * True where the value of the header field `name` (in any case) must not be shown.
 *
 * @param neverIndexed its sender marked it as sensitive, RFC 7541 §7.1.3
 */
export type IsSecret = (name: string, neverIndexed?: boolean) => boolean;

/** @param names header names in lower case */
export function redactionOf(names: readonly string[]): IsSecret {
  const secret = new Set(names);
  // Blanks around a name are illegal, and no reason to tell its value.
  return (name, neverIndexed = false) => neverIndexed || secret.has(name.trim().toLowerCase());
}

export const redactNothing: IsSecret = () => false;
