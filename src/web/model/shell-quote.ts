/**
 * Words for a shell that were chosen by a peer: no character of them is the shell's to read, and none does anything to the terminal that
 * they are pasted into. Between single quotes nothing has a meaning; control characters cannot stand there, because a terminal obeys an
 * escape sequence in what is pasted, and then it is `$'\033'`, which bash, zsh, ksh and POSIX of 2024 read.
 */

/** What no shell reads; `=` at the begin is a path in zsh, and `-` is an option. */
const NEEDS_NO_QUOTES = /^[\w./,:@%+][\w./,:@%+=-]*$/;

/** What terminals obey: all that is no letter, mark, number, punctuation or symbol, but the blank. Bidirectional overrides too. */
const NOT_PRINTABLE = /[^ \p{L}\p{M}\p{N}\p{P}\p{S}]/u;

/** Within `$'…'` the escapes begin and end; `!` is history to interactive shells. */
const TO_ESCAPE = /[^ \p{L}\p{M}\p{N}\p{P}\p{S}]|['\\!]/gu;

const NOT_ASCII_PRINTABLE = /[^ -~]|['\\!]/gs;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @param text without NUL, which no argument can have */
export function shellQuote(text: string): string {
  if (NEEDS_NO_QUOTES.test(text)) return text;
  if (!NOT_PRINTABLE.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${text.replace(TO_ESCAPE, (char) => octals(new TextEncoder().encode(char)))}'`;
}

/** @param bytes one character a byte, as header values are: UTF-8 stays what it means, other bytes are kept */
export function shellQuoteBytes(bytes: string): string {
  const text = utf8Text(bytes);
  if (text !== undefined) return shellQuote(text);
  return `$'${bytes.replace(NOT_ASCII_PRINTABLE, (char) => octals(Uint8Array.of(char.charCodeAt(0))))}'`;
}

/** @param bytes one character a byte. @returns undefined where it is no UTF-8 */
export function utf8Text(bytes: string): string | undefined {
  try {
    return utf8.decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
  } catch {
    // Bytes that are no text.
    return undefined;
  }
}

/** Three digits each, so that a digit behind them is none of theirs. */
function octals(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
