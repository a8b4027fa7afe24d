/**
 * Which header values are secret. Used at the two places where values enter what people see: the trace and the echo replies.
 */

import { ID_FIELDS } from './reply-id-fields.ts';

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
  // The ids of our replies are never indexed for the sake of the HPACK table, not because they are secrets. Blanks around a name
  // are illegal, and no reason to tell its value.
  return (name, neverIndexed = false) =>
    (neverIndexed && !ID_FIELDS.has(name)) || secret.has(name.trim().toLowerCase());
}

export const redactNothing: IsSecret = () => false;

/** These, and nothing of what is secret otherwise. @param names in lower case */
export function redactOnly(names: readonly string[]): IsSecret {
  const isListed = redactionOf(names);
  return (name) => isListed(name);
}

/** Redaction whose list grows and shrinks while the server runs. What is secret from the start stays so. */
export class Redaction {
  private readonly always: IsSecret;
  private listed: readonly string[] = [];
  private current: IsSecret;

  /** @param always secret whatever the list says */
  constructor(always: IsSecret) {
    this.always = always;
    this.current = always;
  }

  /** Another function after each change, so that who keeps what was redacted can tell that it no longer holds. */
  get isSecret(): IsSecret {
    return this.current;
  }

  /** In lower case: what is secret as well. */
  get names(): readonly string[] {
    return this.listed;
  }

  /** @param names header names in any case, in place of those before */
  list(names: readonly string[]): void {
    const { always } = this;
    this.listed = names.map((name) => name.toLowerCase());
    const isListed = redactOnly(this.listed);
    this.current = (name, neverIndexed) => always(name, neverIndexed) || isListed(name);
  }
}
