/** The text of comments and names, draft-ietf-opsawg-pcapng §3.5: UTF-8. */

/** An option's length has 16 bits; but Wireshark shows a comment whole, and who reads it wants a sentence or a paragraph. In bytes. */
const MAX_COMMENT_BYTES = 4096;

/** Tabs and line feeds are fine; what else a terminal would obey is not, since tshark prints comments. */
const NOT_SHOWN = /[^\n\t \p{L}\p{M}\p{N}\p{P}\p{S}]/gu;

const ELLIPSIS = '…';
const encoder = new TextEncoder();

/** As UTF-8, cut where it is longer than anybody reads. */
export function commentBytes(text: string): Uint8Array {
  const shown = text.replace(NOT_SHOWN, '\u{fffd}');
  const bytes = encoder.encode(shown);
  if (bytes.length <= MAX_COMMENT_BYTES) return bytes;
  const room = new Uint8Array(MAX_COMMENT_BYTES - encoder.encode(ELLIPSIS).length);
  // Whole characters only.
  const { read } = encoder.encodeInto(shown, room);
  return encoder.encode(shown.slice(0, read) + ELLIPSIS);
}
