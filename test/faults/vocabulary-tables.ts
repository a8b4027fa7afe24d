/** The tables of docs/faults.md, from the table that the parser reads by. */

import type { Term } from '../../src/faults/term.ts';
import { VOCABULARY } from '../../src/faults/vocabulary.ts';

export function vocabularyTables(): string[] {
  return VOCABULARY.map(({ title, terms }) =>
    [`### ${title}`, '', '| term | meaning | range | example |', '|---|---|---|---|', ...terms.map(row)].join('\n'),
  );
}

function row(term: Term): string {
  const cells = [code(form(term)), meaning(term), term.range, code(term.example)];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function form({ name, value, stage }: Term): string {
  const behind = value === undefined ? '' : `=${value.form}`;
  return `${name}${value?.fallback === undefined ? behind : `[${behind}]`}${stage === undefined ? '' : '[@stage]'}`;
}

function meaning({ meaning, value, needs }: Term): string {
  const fallback = value?.fallback === undefined ? '' : `. Without a value: ${code(value.fallback)}`;
  const belongs = needs === undefined ? '' : `. Only with ${needs.map(code).join(' or ')}`;
  return `${meaning}${fallback}${belongs}`;
}

function code(text: string): string {
  return `\`${text}\``;
}
