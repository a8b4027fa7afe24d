/** The 5 bytes in front of every gRPC message (Compressed-Flag, Message-Length), and how to tell that they are none. */

/** gRPC PROTOCOL-HTTP2, Length-Prefixed-Message: 1 byte of flag, 4 bytes of length, big endian. */
export const PREFIX_BYTES = 5;

/** gRPC-Web (PROTOCOL-WEB) has the same prefix, and sets the highest bit of the flag on the trailers it sends as a message. */
export type MessageFraming = 'grpc' | 'grpc-web';

/** What stands where a message prefix belongs is none: nothing after it in this direction of the stream can be read. */
export interface FramingViolation {
  /** What came, and what was expected. */
  readonly reason: string;
  readonly spec: string;
  /** The 5 bytes that came. */
  readonly prefix: Uint8Array;
}

/** Set in the flag of a message of gRPC-Web that is trailers (web-trailers.ts). */
export const WEB_TRAILERS_BIT = 0x80;

const SPEC = 'gRPC PROTOCOL-HTTP2, Length-Prefixed-Message';

/**
 * Four blanks: the least length that spells text, 538 MB. Real messages are far below (receivers take 4 MiB by default), so
 * this one comparison lets every one of them pass.
 */
const LEAST_TEXT_LENGTH = 0x20202020;

/** Flags that are not gRPC's, but are somebody's with the same prefix. */
const FOREIGN_FLAGS: Readonly<Record<number, string>> = {
  2: ', the flag that ends a stream in the Connect protocol',
  128: ', the flag of trailers in gRPC-Web',
  129: ', the flag of compressed trailers in gRPC-Web',
};

/** @returns why these cannot be the flag and the length of a message; undefined where they can */
export function prefixViolation(flag: number, length: number, framing: MessageFraming): FramingViolation | undefined {
  const knownFlag = (framing === 'grpc-web' ? flag & ~WEB_TRAILERS_BIT : flag) <= 1;
  if (knownFlag && length < LEAST_TEXT_LENGTH) return undefined;
  const prefix = Uint8Array.of(flag, length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff);
  const reason = knownFlag ? lengthReason(prefix, length) : flagReason(prefix, flag);
  return reason === undefined ? undefined : { reason, spec: SPEC, prefix };
}

function lengthReason(prefix: Uint8Array, length: number): string | undefined {
  const text = textOf(prefix.subarray(1));
  if (text === undefined) return undefined;
  return `message length ${length} spells ${text} (prefix ${hexOf(prefix)}): text, where a message was expected`;
}

function flagReason(prefix: Uint8Array, flag: number): string {
  const came = `(prefix ${hexOf(prefix)})`;
  const text = textOf(prefix);
  if (text !== undefined) return `body has the text ${text} ${came}, where a message was expected`;
  return `compressed flag ${flag}${FOREIGN_FLAGS[flag] ?? ''}, expected 0 or 1 ${came}`;
}

/** @returns the bytes as a quoted string, or undefined where they are not ASCII text */
function textOf(bytes: Uint8Array): string | undefined {
  for (const byte of bytes) if (!isAsciiText(byte)) return undefined;
  return JSON.stringify(String.fromCharCode(...bytes));
}

function isAsciiText(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
