/** The words of CEL, https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax. */

export type TokenKind = 'name' | 'literal' | 'operator' | 'open' | 'close' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Offset into the text, from 0. */
  readonly at: number;
}

/** What cannot be a word, and what may be meant. */
export interface NoToken {
  readonly kind: 'none';
  readonly at: number;
  readonly reason: string;
}

/** Tried in this order, at each place. A string in three quotes may go over lines, others may not. */
const WORDS: readonly { readonly kind: TokenKind | 'blank'; readonly form: RegExp }[] = [
  { kind: 'blank', form: /[\t\n\f\r ]+|\/\/[^\r\n]*/y },
  { kind: 'literal', form: /(?:[rR][bB]?|[bB][rR]?)?(?:"""[\s\S]*?"""|'''[\s\S]*?''')/y },
  { kind: 'literal', form: /(?:[rR][bB]|[bB][rR]|[rR])(?:"[^"\r\n]*"|'[^'\r\n]*')/y },
  { kind: 'literal', form: /[bB]?(?:"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*')/y },
  { kind: 'name', form: /[A-Za-z_][A-Za-z0-9_]*|`[^`\r\n]*`/y },
  { kind: 'literal', form: /0x[0-9a-fA-F]+u?|(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?[uU]?/y },
  { kind: 'operator', form: /&&|\|\||[=!<>]=|[-<>+*/%!?:.,]/y },
  { kind: 'open', form: /[([{]/y },
  { kind: 'close', form: /[)\]}]/y },
];

/** Signs that people type, or their editors, for those of CEL. */
const MEANT: { readonly [sign: string]: string } = {
  '=': '== compares',
  '&': '&& is and',
  '|': '|| is or',
  '~': 'x.matches("…") takes a regular expression',
  '“': 'texts are in straight quotes, "…"',
  '”': 'texts are in straight quotes, "…"',
  '‘': "texts are in straight quotes, '…'",
  '’': "texts are in straight quotes, '…'",
  '"': 'the closing quote is missing',
  "'": 'the closing quote is missing',
};

/** The words of the text and an `end`; or, in place of the first that is none, why. */
export function tokensOf(text: string): (Token | NoToken)[] {
  const tokens: (Token | NoToken)[] = [];
  let at = 0;
  while (at < text.length) {
    const word = wordAt(text, at);
    if (word === undefined) {
      const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
      tokens.push({
        kind: 'none',
        at,
        reason: `${JSON.stringify(sign)} came, ${MEANT[sign] ?? 'which is no sign of CEL'}`,
      });
      return tokens;
    }
    if (word.kind !== 'blank') tokens.push({ kind: word.kind, text: word.text, at });
    at += word.text.length;
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

function wordAt(text: string, at: number): { kind: TokenKind | 'blank'; text: string } | undefined {
  for (const { kind, form } of WORDS) {
    const sticky = new RegExp(form, 'y');
    sticky.lastIndex = at;
    const [found] = sticky.exec(text) ?? [];
    if (found !== undefined) return { kind: kind === 'name' && found === 'in' ? 'operator' : kind, text: found };
  }
  return undefined;
}
