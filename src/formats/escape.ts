/**
 * What peers send, made safe to print. A terminal obeys control characters, C1 ones and bidirectional overrides included, so
 * nothing that a peer chose may reach it raw: it prints as in Go's %q, `\n`, `\x1b`, `\u202e`.
 */

const PLAIN = /^[\x20-\x7e]*$/;
const PLAIN_IN_QUOTES = /^[ !#-[\]-~]*$/;

/** What Go's strconv.IsPrint calls printable: the space, and what Unicode has as letter, mark, number, punctuation or symbol. */
const NOT_PRINTABLE = /[^ \p{L}\p{M}\p{N}\p{P}\p{S}]/gu;

/** One character of several bytes, RFC 3629 §4, or one byte that is not printable ASCII, in a string of one char per byte. */
const UTF8_OR_BYTE =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|[^\x20-\x7e]/gs;

const SHORT_ESCAPES: { readonly [char: string]: string } = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** For text of ours or decoded text, such as JSON: one char per UTF-16 unit. */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(NOT_PRINTABLE, escapeCharacter);
}

/** For text of a peer with one char per byte, such as header values; UTF-8 in it is shown as what it means. */
export function printableBytes(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UTF8_OR_BYTE, showSequence);
}

/** The same for a line of JSON, which stays the same JSON: only strings can have such characters in them, and RFC 8259 §7 escapes. */
export function printableJson(json: string): string {
  return PLAIN.test(json) ? json : json.replace(NOT_PRINTABLE, escapeUtf16);
}

/** As Go's %q writes a string of these bytes: in quotes, `"` and `\` escaped. One char per byte. */
export function goQuote(text: string): string {
  if (PLAIN_IN_QUOTES.test(text)) return `"${text}"`;
  return `"${printableBytes(text.replace(/["\\]/g, '\\$&'))}"`;
}

/** One char per byte. The spread passes each byte as an argument: for previews, not for bodies. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function showSequence(sequence: string): string {
  const first = sequence.charCodeAt(0);
  if (sequence.length === 1) return SHORT_ESCAPES[sequence] ?? `\\x${hex(first, 2)}`;
  // RFC 3629 §3: a lead byte of an n-byte sequence has 7 - n bits of the character, every other byte 6.
  let codePoint = first & (0x7f >> sequence.length);
  for (let i = 1; i < sequence.length; i++) codePoint = (codePoint << 6) | (sequence.charCodeAt(i) & 0x3f);
  return String.fromCodePoint(codePoint).replace(NOT_PRINTABLE, escapeCharacter);
}

function escapeCharacter(char: string): string {
  const codePoint = char.codePointAt(0) ?? 0;
  if (codePoint < 0x20 || codePoint === 0x7f) return SHORT_ESCAPES[char] ?? `\\x${hex(codePoint, 2)}`;
  return codePoint < 0x10000 ? `\\u${hex(codePoint, 4)}` : `\\U${hex(codePoint, 8)}`;
}

function escapeUtf16(char: string): string {
  let escaped = '';
  for (let i = 0; i < char.length; i++) escaped += `\\u${hex(char.charCodeAt(i), 4)}`;
  return escaped;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
