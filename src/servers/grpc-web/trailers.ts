/** Trailers as gRPC-Web has them: header lines in the last message of the body. gRPC PROTOCOL-WEB, Message framing. */

import type { OutgoingHttpHeaders } from 'node:http';

/** The flag of a message that is trailers, not compressed. */
const TRAILERS = 0x80;
const PREFIX_BYTES = 5;

export function trailersMessage(trailers: OutgoingHttpHeaders): Buffer {
  const lines = Object.entries(trailers).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => `${name.toLowerCase()}: ${shownValue(name, value)}\r\n`),
  );
  const block = Buffer.from(lines.join(''), 'latin1');
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt8(TRAILERS);
  prefix.writeUInt32BE(block.length, 1);
  return Buffer.concat([prefix, block]);
}

/**
 * A status message is percent-encoded (gRPC PROTOCOL-HTTP2, Status-Message). grpc-js does so, but for the message of a method
 * that does not exist, which has the client's path in it.
 */
export function shownValue(name: string, value: string | number): string {
  if (name !== 'grpc-message') return String(value);
  return String(value).replace(/[^\x20-\x7e]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
  );
}
