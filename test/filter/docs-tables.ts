/** The tables of docs/filters.md, from the tables that filters are read by. */

import { VARIABLES } from '../../src/filter/event-shape.ts';
import { compileFilter } from '../../src/filter/filter.ts';
import type { Shape } from '../../src/filter/shape.ts';
import { SHORT_FORMS, type ShortForm } from '../../src/filter/short-forms.ts';
import { typeName, typeOfShape } from '../../src/filter/type.ts';

export function shortFormTable(): string {
  return table(['form', 'finds', 'value', 'operators', 'example'], SHORT_FORMS.map(shortFormRow));
}

export function writtenOutTable(): string {
  const rows = SHORT_FORMS.map(({ example }) => [code(example), code(compileFilter(example).cel)]);
  return table(['typed', 'CEL'], rows);
}

export function variableTable(): string {
  const rows = Object.entries(VARIABLES).map(([name, shape]) => [code(name), typeOf(shape), propertiesOf(shape)]);
  return table(['variable', 'type', 'properties'], rows);
}

function shortFormRow({ name, finds, value, operators, example }: ShortForm): string[] {
  return [code(name), finds, value.expected, [':', '=', ...operators].map(code).join(' '), code(example)];
}

function propertiesOf(shape: Shape): string {
  if (typeof shape === 'string' || 'list' in shape) return '';
  return Object.entries(shape.object)
    .map(([name, of]) => `${code(name)} ${typeOf(of)}`)
    .join(', ');
}

function typeOf(shape: Shape): string {
  return typeName(typeOfShape(shape));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
    .replace(/^\| --- .*$/m, `|${head.map(() => '---|').join('')}`);
}

function code(text: string): string {
  return `\`${text}\``;
}
