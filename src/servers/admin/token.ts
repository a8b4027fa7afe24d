/** The token that opens the admin API. */

import { createHash, timingSafeEqual } from 'node:crypto';

/** With letters, digits and signs nobody guesses that many. */
const MIN_CHARACTERS = 16;

/** Longer than any that a vault makes; and what is compared with it has a limit, too. */
export const MAX_TOKEN_CHARACTERS = 1_024;

/** RFC 9110 §11.2 and RFC 7617: other characters do not pass header fields and browsers unharmed. */
const VISIBLE_ASCII = /^[!-~]*$/;

/** @returns what is wrong with it, without a word of what it is; undefined where nothing is */
export function tokenProblem(token: string): string | undefined {
  const { length } = token;
  if (!VISIBLE_ASCII.test(token)) return 'it has a blank or a character that is not visible ASCII: expected neither';
  if (length >= MIN_CHARACTERS && length <= MAX_TOKEN_CHARACTERS) return undefined;
  return `it has ${length} characters: expected ${MIN_CHARACTERS} to ${MAX_TOKEN_CHARACTERS}`;
}

export interface AdminToken {
  /** Takes the same time whatever came, so that nobody finds the token out a character at a time. */
  matches(came: string): boolean;
  /** From now on it is this one, and the one before is worth nothing. */
  replace(token: string): void;
}

/** @param token of which `tokenProblem` has nothing to say. It is not kept, only what is enough to know it by */
export function createAdminToken(token: string): AdminToken {
  let digest = digestOf(token);
  return {
    matches: (came) => came.length <= MAX_TOKEN_CHARACTERS && timingSafeEqual(digestOf(came), digest),
    replace(next) {
      digest = digestOf(next);
    },
  };
}

/** Of one length, which `timingSafeEqual` asks for. */
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
