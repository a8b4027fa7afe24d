/** Of what came, in messages. */
const MAX_QUOTE_LENGTH = 60;

/** Printable and bounded, whatever it is. */
export function quote(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTE_LENGTH ? `${text.slice(0, MAX_QUOTE_LENGTH)}…` : text);
}

/** A text as CEL: no character of it can end the literal. */
export function celString(text: string): string {
  // What JSON escapes CEL does by the same escapes, but for lone surrogates, which are no text in CEL.
  return JSON.stringify(text.replace(/\p{Cs}/gu, '\ufffd'));
}
