/**
 * Octets as text with one character per octet (ISO-8859-1). TextDecoder is no help: its "latin1" is windows-1252, which
 * changes 0x80 to 0x9f, and it takes longer than a short header value is worth.
 */

/** Longer text is made in one piece: text joined of pieces takes several times its length until something flattens it. */
const JOINED_MAX_LENGTH = 128;

/** String.fromCharCode takes its arguments from the stack. */
const CHUNK_LENGTH = 4096;

/** The text of octets[start] up to octets[end], without it. */
export function latin1Text(octets: Uint8Array, start: number, end: number): string {
  if (end - start <= JOINED_MAX_LENGTH) return joinedText(octets, start, end);
  let text = '';
  for (let at = start; at < end; at += CHUNK_LENGTH) {
    text += Reflect.apply(String.fromCharCode, undefined, octets.subarray(at, Math.min(at + CHUNK_LENGTH, end)));
  }
  return text;
}

/** Twice as fast as one call with all octets, which V8 copies to an array of arguments first. */
function joinedText(octets: Uint8Array, start: number, end: number): string {
  let text = '';
  let at = start;
  for (; at + 8 <= end; at += 8) text += eightCharacters(octets, at);
  for (; at < end; at++) text += String.fromCharCode(octets[at] as number);
  return text;
}

function eightCharacters(octets: Uint8Array, at: number): string {
  return String.fromCharCode(
    octets[at] as number,
    octets[at + 1] as number,
    octets[at + 2] as number,
    octets[at + 3] as number,
    octets[at + 4] as number,
    octets[at + 5] as number,
    octets[at + 6] as number,
    octets[at + 7] as number,
  );
}
