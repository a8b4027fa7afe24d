/** The trailers of gRPC-Web (PROTOCOL-WEB): HTTP/1 header lines in a message of their own, the last one of a response. */

import { latin1Text } from '../latin1.ts';

const LINE_FEED = 0x0a;

export interface WebTrailer {
  /** In lower case: "use lower-case header/trailer names". */
  readonly name: string;
  /** One character per byte. */
  readonly value: string;
}

/**
 * Lines that are no header lines are left out.
 *
 * @param truncated more would follow: the last line is left out too, unless its end came
 */
export function parseWebTrailers(bytes: Uint8Array, truncated: boolean): WebTrailer[] {
  const end = truncated ? bytes.lastIndexOf(LINE_FEED) + 1 : bytes.length;
  return latin1Text(bytes, 0, end).split('\n').flatMap(parseLine);
}

function parseLine(line: string): WebTrailer[] {
  const colon = line.indexOf(':');
  return colon < 1 ? [] : [{ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }];
}
