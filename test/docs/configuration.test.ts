import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { InvalidArgumentError, type Option } from 'commander';

import { EnvOption } from '../../src/cli/environment.ts';
import { redactByEnvironment } from '../../src/cli/options/trace.ts';
import { serveOptions } from '../../src/cli/options.ts';
import { codeOf, readDocument, section, tableRows } from './markdown.ts';

const DOCS = readDocument('docs/configuration.md');

/** Of traceOptions(): its variable is read apart. */
const NO_REDACT_VARIABLE = 'SRE_NO_REDACT';

interface Row {
  readonly flags: string;
  readonly variable: string;
  readonly fallback: string;
  readonly range: string;
}

function rowsIn(text: string): readonly Row[] {
  return tableRows(text).flatMap((cells) => {
    const [flags = '', variable = '', fallback = '', range = ''] = cells;
    const typed = codeOf(flags);
    return typed?.startsWith('--') && cells.length === 5
      ? [{ flags: typed, variable: codeOf(variable) ?? variable, fallback, range }]
      : [];
  });
}

function rowOf(option: Option): Row {
  const row = rowsIn(DOCS).find(({ flags }) => flags === option.flags);
  assert.ok(row, `docs/configuration.md must have a row for \`${option.flags}\``);
  return row;
}

/** As the help text groups them, which may name a document behind. */
function headingOf({ helpGroupHeading = '' }: Option): string {
  return helpGroupHeading.replace(/( \(.*\))?:$/, '');
}

function variableOf(option: Option): string {
  return option instanceof EnvOption ? option.variable : NO_REDACT_VARIABLE;
}

function isRefused(option: Option, value: string): boolean {
  assert.ok(option.parseArg, option.flags);
  try {
    option.parseArg(value, undefined);
    return false;
  } catch (error) {
    assert.ok(error instanceof InvalidArgumentError, String(error));
    return true;
  }
}

suite('docs/configuration.md says what serve takes', () => {
  test('all flags of the program, in its order, and no others', () => {
    assert.deepEqual(
      rowsIn(DOCS).map(({ flags }) => flags),
      serveOptions().map(({ flags }) => flags),
    );
  });

  for (const option of serveOptions()) {
    test(`${option.flags}: group, variable, default and range`, () => {
      const { variable, fallback, range } = rowOf(option);
      const inGroup = rowsIn(section(DOCS, headingOf(option))).map(({ flags }) => flags);
      assert.ok(inGroup.includes(option.flags), `below '${headingOf(option)}'`);
      assert.equal(variable, variableOf(option));
      assert.equal(codeOf(fallback) ?? undefined, defaultOf(option), fallback);
      checkRange(option, range);
    });
  }

  test('SRE_NO_REDACT is the variable of --no-redact', () => {
    assert.equal(redactByEnvironment({ [NO_REDACT_VARIABLE]: 'true' }), false);
  });
});

/** What is said in words, in brackets, has no default that the parser knows. */
function defaultOf({ defaultValue, negate }: Option): string | undefined {
  const isSaid = defaultValue !== undefined && !negate && !Array.isArray(defaultValue);
  return isSaid ? String(defaultValue) : undefined;
}

/** Choices are all of them, ranges of numbers end where the parser's do. */
function checkRange(option: Option, range: string): void {
  if (option.argChoices !== undefined) {
    assert.equal(range, option.argChoices.map((choice) => `\`${choice}\``).join(', '));
    return;
  }
  const [, min, max] = /^(\d+) to (\d+)(?:, `off`)?$/.exec(range) ?? [];
  const said = /\((\d+ to \d+)\)/.exec(option.description)?.[1];
  assert.equal(min === undefined ? undefined : `${min} to ${max}`, said, 'the range of the help text');
  if (min === undefined) return;
  for (const inside of [min, max]) assert.equal(isRefused(option, String(inside)), false, `${inside} is taken`);
  for (const outside of [Number(min) - 1, Number(max) + 1]) {
    assert.ok(isRefused(option, String(outside)), `${outside} is refused`);
  }
  if (range.endsWith('`off`')) assert.equal(option.parseArg?.('off', undefined), 'off');
}
