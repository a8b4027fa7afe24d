/** The trailers of gRPC-Web (PROTOCOL-WEB): HTTP/1 header lines in a message of their own, the last one of a response. */

import { latin1Text } from '../latin1.ts';

export interface WebTrailer {
  /** In lower case: "use lower-case header/trailer names". */
  readonly name: string;
  /** One character per byte. */
  readonly value: string;
}

/** Lines that are no header lines are left out. */
export function parseWebTrailers(bytes: Uint8Array): WebTrailer[] {
  return latin1Text(bytes, 0, bytes.length).split('\n').flatMap(parseLine);
}

function parseLine(line: string): WebTrailer[] {
  const colon = line.indexOf(':');
  return colon < 1 ? [] : [{ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() }];
}
