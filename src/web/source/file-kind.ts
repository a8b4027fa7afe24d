/** What a file is that is no NDJSON, by how it begins. */

const HOW = 'the page opens the NDJSON of /api/trace?format=ndjson and of --trace-file';

interface Kind {
  readonly name: string;
  readonly begins: readonly number[];
  readonly advice: string;
}

const CAPTURE = `Wireshark opens it; ${HOW}`;
const PACKED = `it has to be unpacked first; ${HOW}`;

/** The magic numbers of draft-ietf-opsawg-pcapng §4.1, draft-ietf-opsawg-pcap §4, RFC 1952 §2.3.1, RFC 8878 §3.1.1, RFC 7464 §2.2. */
const KINDS: readonly Kind[] = [
  { name: 'a pcapng file', begins: [0x0a, 0x0d, 0x0d, 0x0a], advice: CAPTURE },
  { name: 'a pcap file', begins: [0xd4, 0xc3, 0xb2, 0xa1], advice: CAPTURE },
  { name: 'a pcap file', begins: [0xa1, 0xb2, 0xc3, 0xd4], advice: CAPTURE },
  { name: 'a pcap file', begins: [0x4d, 0x3c, 0xb2, 0xa1], advice: CAPTURE },
  { name: 'a gzip file', begins: [0x1f, 0x8b], advice: PACKED },
  { name: 'a zstd file', begins: [0x28, 0xb5, 0x2f, 0xfd], advice: PACKED },
  { name: 'a zip file', begins: [0x50, 0x4b, 0x03, 0x04], advice: PACKED },
  { name: 'a qlog file', begins: [0x1e], advice: `qvis opens it; ${HOW}` },
];

/** @param start its first bytes. @returns in words, undefined where it may be NDJSON */
export function otherKind(start: Uint8Array): string | undefined {
  const kind = KINDS.find(({ begins }) => begins.every((byte, n) => start[n] === byte));
  if (kind !== undefined) return `this is ${kind.name}: ${kind.advice}`;
  // No text has it, and JSON escapes it.
  return start.includes(0) ? `this is a binary file: ${HOW}` : undefined;
}

export function noEvents(lines: number): string {
  const none = lines === 0 ? 'it is empty' : `none of its ${lines.toLocaleString('en')} lines is an event`;
  return `${none}: ${HOW}`;
}
