/** The labels of one sample: `{name="value",…}`, the same in both formats. */

export interface ReadLabels {
  readonly labels: ReadonlyMap<string, string>;
  /** Behind the closing brace. */
  readonly end: number;
}

const PAIR = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"/y;
const ESCAPES: { readonly [written: string]: string } = { '\\\\': '\\', '\\"': '"', '\\n': '\n' };

/** @param text from the opening brace on. @throws Error where a name, a value, its escapes or a comma are not right */
export function readLabels(text: string): ReadLabels {
  const labels = new Map<string, string>();
  let at = 1;
  while (text[at] !== '}') {
    if (labels.size > 0 && text[at++] !== ',') throw new Error('no comma between two labels');
    PAIR.lastIndex = at;
    const [all, name, value] = PAIR.exec(text) ?? [];
    if (all === undefined || name === undefined || value === undefined) throw new Error('not a label');
    if (name.startsWith('__') || labels.has(name)) throw new Error(`label ${name}, reserved or there already`);
    labels.set(
      name,
      value.replace(/\\./g, (written) => ESCAPES[written] ?? written),
    );
    at += all.length;
  }
  return { labels, end: at + 1 };
}
