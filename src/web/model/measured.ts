/** The numbers in the words of an explanation, so that the eye finds them. */

export interface Piece {
  readonly text: string;
  readonly isMeasured: boolean;
}

/**
 * A number with its unit, or what is to be passed over: quoted texts, and numbers that are names ("RFC 9113 §6.8", "HTTP/2", "stream 5",
 * "c3", "grpc-status 14").
 */
const NUMBER =
  /"[^"]*"|(?:RFC|CVE|port|status|streams?|frames?|connection|§)[ (-]{0,2}[\d.§][\d.§-]*|(?<![\w/.-])\d+(?:,\d{3})*(?:\.\d+)?(?: (?:ms|s|min|h|bytes|KiB|MiB|GiB|%|times|CPUs?)(?!\w))?(?![\w/]|\.\d)/gi;

const IS_NUMBER = /^\d/;

export function pieces(explanation: string): readonly Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of explanation.matchAll(NUMBER)) {
    if (!IS_NUMBER.test(match[0])) continue;
    if (match.index > end) found.push({ text: explanation.slice(end, match.index), isMeasured: false });
    found.push({ text: match[0], isMeasured: true });
    end = match.index + match[0].length;
  }
  if (end < explanation.length) found.push({ text: explanation.slice(end), isMeasured: false });
  return found;
}
