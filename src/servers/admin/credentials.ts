/** The token as a request brings it. */

import { MAX_TOKEN_CHARACTERS } from './token.ts';

/**
 * A token in base64 with a name and a scheme in front: what is longer has none, and is not decoded. Whoever asks without a token is to
 * cost little.
 */
const MAX_FIELD_CHARACTERS = 2 * MAX_TOKEN_CHARACTERS;

/** RFC 9110 §11.4; schemes have no case, §11.1. */
const CREDENTIALS = /^(bearer|basic) +([!-~]+)$/i;

/** @returns what the client says is the token, whether or not it is; undefined: nothing that could be one */
export function tokenOf(authorization: string): string | undefined {
  if (authorization.length > MAX_FIELD_CHARACTERS) return undefined;
  const [, scheme, credentials] = CREDENTIALS.exec(authorization) ?? [];
  if (scheme === undefined || credentials === undefined) return undefined;
  return scheme.toLowerCase() === 'bearer' ? credentials : passwordOf(credentials);
}

/** RFC 7617 §2: a user name has no colon, and any is as good as none. */
function passwordOf(base64: string): string | undefined {
  const pair = Buffer.from(base64, 'base64').toString('latin1');
  const colon = pair.indexOf(':');
  return colon < 0 ? undefined : pair.slice(colon + 1);
}
