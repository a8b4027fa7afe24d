/** Shapes of text that the pretty format is made of. */

/** Cut to `width` characters, an ellipsis for the rest. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, boundary(text, width - 1))}…`;
}

/** `at`, or one less where that would part the two halves of a character. */
function boundary(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

/**
 * Words of `text` in lines of at most `width` characters; a longer word has its own line.
 *
 * @param between what is between words
 */
export function wrap(text: string, width: number, between = ' '): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(between)) {
    if (line !== '' && line.length + between.length + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : line + between + word;
    }
  }
  lines.push(line);
  return lines;
}

/** All of `text` in lines of `width` characters, at least 2: for what has no words to break it at. */
export function slices(text: string, width: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = boundary(text, at + width);
    lines.push(text.slice(at, end));
    at = end;
  }
  return lines;
}

/** "1.25 ms", "12.3 s": three significant digits, as much as a reader wants. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${significant(milliseconds)} ms` : `${significant(milliseconds / 1000)} s`;
}

function significant(value: number): string {
  return String(Number(value < 100 ? value.toPrecision(3) : value.toFixed(0)));
}

/** "1 message", "2 messages" */
export function count(n: number, noun: string): string {
  return n === 1 ? `1 ${noun}` : `${n} ${noun}s`;
}
