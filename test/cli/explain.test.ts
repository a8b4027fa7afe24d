import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import { ConfigError } from '../../src/cli/config-error.ts';
import { explain } from '../../src/cli/explain.ts';
import { RULES } from '../../src/diagnose/rules/index.ts';

function printed(id?: string): string {
  const stdout = new PassThrough();
  explain(id, { stdout });
  return String(stdout.read());
}

describe('explain', () => {
  test('without a rule lists all, a line each, none wider than a terminal', () => {
    const lines = printed().trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => line.split(' ')[0]),
      RULES.map(({ id }) => id),
    );
    for (const line of lines) assert.ok(line.length <= 100, line);
  });

  for (const { id, title, spec } of RULES) {
    test(`${id}: has its title and where it is written, and fits 100 columns`, () => {
      const text = printed(id);
      assert.ok(text.startsWith(`${id}  `));
      assert.ok(text.includes(title));
      assert.ok(text.replaceAll(/\s+/g, ' ').includes(spec.join('; ')));
      for (const line of text.split('\n')) assert.ok(line.length <= 100 || !line.trim().includes(' '), line);
    });
  }

  test('the case of a rule does not matter', () => {
    assert.equal(printed('k1'), printed('K1'));
  });

  test('a rule that is not there is refused with those of its family', () => {
    assert.throws(
      () => printed('K99'),
      (error: Error) => error instanceof ConfigError && /no rule 'K99': expected one of K1/.test(error.message),
    );
    assert.throws(() => printed('nonsense'), ConfigError);
  });
});
