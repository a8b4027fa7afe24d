/** TLS as a client begins it, RFC 8446 §4.1.2, of parts that a test names. */

import { hex, join, toBytes } from './frames.ts';

/** A vector: its length in so many bytes, and its content. */
export function vector(lengthSize: number, content: Uint8Array): Uint8Array {
  const length = Uint8Array.from({ length: lengthSize }, (_, n) => content.length / 256 ** (lengthSize - 1 - n));
  return join(length, content);
}

export interface HelloParts {
  readonly sni?: string;
  readonly alpn?: readonly string[];
  /** Instead of the extensions that the others make; absent and no others: no extensions at all. */
  readonly extensions?: Uint8Array;
}

export function extension(type: number, content: Uint8Array): Uint8Array {
  return join(vectorType(type), vector(2, content));
}

function vectorType(type: number): Uint8Array {
  return Uint8Array.of(type >> 8, type & 0xff);
}

export function sniExtension(name: string): Uint8Array {
  return extension(0, vector(2, join(Uint8Array.of(0), vector(2, toBytes(name)))));
}

export function alpnExtension(names: readonly string[]): Uint8Array {
  return extension(16, vector(2, join(...names.map((name) => vector(1, toBytes(name))))));
}

/** The body of the message. */
export function helloBody({ sni, alpn, extensions }: HelloParts): Uint8Array {
  const made = [
    ...(sni === undefined ? [] : [sniExtension(sni)]),
    ...(alpn === undefined ? [] : [alpnExtension(alpn)]),
  ];
  const all = extensions ?? (made.length === 0 ? undefined : join(...made));
  return join(
    hex('03 03'),
    new Uint8Array(32),
    vector(1, new Uint8Array(32)),
    vector(2, hex('13 01')),
    vector(1, hex('00')),
    ...(all === undefined ? [] : [vector(2, all)]),
  );
}

/** The message: type and length in front of the body. */
export function helloMessage(body: Uint8Array): Uint8Array {
  return join(hex('01'), vector(3, body));
}

/** In records of at most `size` bytes. */
export function records(message: Uint8Array, size = 16_384): Uint8Array {
  const count = Math.max(1, Math.ceil(message.length / size));
  const fragments = Array.from({ length: count }, (_, n) => message.subarray(n * size, (n + 1) * size));
  return join(...fragments.map((fragment) => join(hex('16 03 01'), vector(2, fragment))));
}

/** What a client sends first. */
export function clientHello(parts: HelloParts): Uint8Array {
  return records(helloMessage(helloBody(parts)));
}

/** The first record of the client in RFC 8448 §3, "Simple 1-RTT Handshake". */
export const RFC_8448_HELLO: Uint8Array = hex(`
  16 03 01 00 c4 01 00 00 c0 03 03 cb 34 ec b1 e7 81 63 ba 1c 38 c6 da cb 19 6a 6d ff a2 1a 8d 99 12 ec 18 a2 ef 62 83 02 4d ec e7
  00 00 06 13 01 13 03 13 02 01 00 00 91 00 00 00 0b 00 09 00 00 06 73 65 72 76 65 72 ff 01 00 01 00 00 0a 00 14 00 12 00 1d 00 17
  00 18 00 19 01 00 01 01 01 02 01 03 01 04 00 23 00 00 00 33 00 26 00 24 00 1d 00 20 99 38 1d e5 60 e4 bd 43 d2 3d 8e 43 5a 7d ba
  fe b3 c0 6e 51 c1 3c ae 4d 54 13 69 1e 52 9a af 2c 00 2b 00 03 02 03 04 00 0d 00 20 00 1e 04 03 05 03 06 03 02 03 08 04 08 05 08
  06 04 01 05 01 06 01 02 01 04 02 05 02 06 02 02 02 00 2d 00 02 01 01 00 1c 00 02 40 01
`);
