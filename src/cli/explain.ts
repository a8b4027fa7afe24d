/** `sre-test-server explain K1`: what docs/diagnosis.md says of a rule, for a terminal. */

import type { Advice, Rule } from '../diagnose/rule.ts';
import { RULES } from '../diagnose/rules/index.ts';
import { ConfigError } from './config-error.ts';
import type { Io } from './io.ts';

/** Of most terminals, and of what people paste into a ticket. */
const COLUMNS = 100;

/** @param id of a rule, in any case; undefined: all of them, a line each. @throws ConfigError where there is no such rule */
export function explain(id: string | undefined, io: Pick<Io, 'stdout'>): void {
  io.stdout.write(id === undefined ? `${RULES.map(line).join('\n')}\n` : page(find(id)));
}

function find(id: string): Rule {
  const rule = RULES.find((each) => each.id === id.toUpperCase());
  if (rule !== undefined) return rule;
  const family = RULES.filter((each) => each.id[0] === id[0]?.toUpperCase());
  const some = (family.length > 0 ? family : RULES).map((each) => each.id).join(', ');
  throw new ConfigError(`there is no rule '${id}': expected one of ${some}; without a rule all are listed`);
}

function line({ id, severity, title }: Rule): string {
  return `${id.padEnd(4)}${severity.padEnd(9)}${title}`;
}

function page(rule: Rule): string {
  const blocks = [
    `${rule.id}  ${rule.severity}  ${rule.title}`,
    wrapped(rule.meaning),
    section('On the wire', [wrapped(rule.wire)]),
    rule.example.join('\n'),
    section('What to change', rule.advice.map(knob)),
    section(
      'See it yourself',
      rule.reproduce.map((each) => wrapped(each, '  ')),
    ),
    section('Where it is written', [wrapped(rule.spec.join('; '))]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${lines.map((each) => (each === '' ? '' : `  ${each.replaceAll('\n', '\n  ')}`)).join('\n')}`;
}

function knob({ side, of, change }: Advice): string {
  return wrapped(`${of === undefined ? side : `${side}, ${of}`}: ${change}`, '    ');
}

/** @param hanging in front of all lines but the first */
function wrapped(text: string, hanging = ''): string {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const room = COLUMNS - 2 - (lines.length === 0 ? 0 : hanging.length);
    if (current !== '' && current.length + 1 + word.length > room) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current].join(`\n${hanging}`);
}
