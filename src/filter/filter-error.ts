/** Of the line that is shown above the caret: what fits into a terminal. */
const SHOWN_CHARACTERS = 100;

/** Of these the ones before the position, where the line is longer. */
const SHOWN_BEFORE = 60;

/** Characters that a terminal would act upon, or that have no width. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** Why a filter is refused: what is wrong, what came and what was expected. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  /** What is wrong, without where. */
  readonly reason: string;
  /** Offset into the text as typed, from 0, in UTF-16 units; the length of the text where it ends too soon. */
  readonly position: number;
  /** From 1; absent where the text is one line. */
  readonly line?: number;
  /** In its line, from 1; absent where the text is one line. */
  readonly column?: number;
  /** The text as typed. */
  readonly #text: string;

  constructor(text: string, position: number, reason: string) {
    const { line, column } = placeOf(text, position);
    const lines = /[\r\n]/.test(text);
    super(`filter refused at ${lines ? `line ${line}, ` : ''}character ${column}: ${reason}`);
    this.reason = reason;
    this.position = position;
    this.#text = text;
    if (lines) {
      this.line = line;
      this.column = column;
    }
  }

  /** Its line as it was typed, or what fits of it; and a caret below the position. */
  get lines(): readonly [string, string] {
    const { column, content } = placeOf(this.#text, this.position);
    const from = content.length > SHOWN_CHARACTERS ? Math.max(0, column - 1 - SHOWN_BEFORE) : 0;
    const before = printable(content.slice(from, column - 1));
    const behind = printable(content.slice(column - 1, from + SHOWN_CHARACTERS));
    return [`${before}${behind}`, `${' '.repeat([...before].length)}^`];
  }

  /** For terminals: the message, and below it the lines. */
  override toString(): string {
    return [this.message, ...this.lines].join('\n  ');
  }
}

interface Place {
  /** From 1, as is `column`. */
  readonly line: number;
  readonly column: number;
  /** The whole line, without its end. */
  readonly content: string;
}

function placeOf(text: string, position: number): Place {
  const before = text.slice(0, position).split(/\r\n|\r|\n/);
  const column = (before.at(-1)?.length ?? 0) + 1;
  const start = position - (column - 1);
  return { line: before.length, column, content: text.slice(start).split(/\r\n|\r|\n/, 1)[0] ?? '' };
}

function printable(text: string): string {
  return text.replace(UNPRINTABLE, '·');
}
