/** Why a WebSocket ended, in words. */

/** RFC 6455 §7.4.1, and 1012 to 1014 of the IANA registry. Names are those of what happened to the reader. */
const WORDS: { readonly [code: number]: string } = {
  1000: 'the server ended the live trace',
  1001: 'the server stops',
  1002: 'the server did not understand the connection',
  1005: 'the live trace ended without a word',
  1006: 'the connection was lost',
  1008: 'the server does not allow it',
  1009: 'a message was too long for the server',
  1011: 'the server failed',
  1012: 'the server restarts',
  1013: 'too many readers look at the live trace',
  1014: 'a gateway in between got no answer from the server',
  1015: 'the TLS handshake failed',
};

const GOING_AWAY = 1001;

/** @param reason what the server said, may be empty */
export function closeWords(code: number, reason: string): string {
  const words = WORDS[code] ?? `the live trace ended with code ${code}`;
  // That it is going away is what 1001 says.
  return reason === '' || code === GOING_AWAY ? words : `${words}: ${reason}`;
}
