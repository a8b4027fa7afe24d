import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Command } from 'commander';

import { EnvOption } from '../../src/cli/environment.ts';
import { EXIT_FAILED, EXIT_OK, EXIT_USAGE } from '../../src/cli/exit-code.ts';
import { addHealthOptions } from '../../src/cli/options/health.ts';
import { run } from '../../src/cli/program.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { codeOf, readDocument, section, tableRows } from './markdown.ts';

const DOCS = readDocument('docs/cli.md');

suite('docs/cli.md says what there is to type', () => {
  test('each command has a section, and its line in the first block', async () => {
    const io = fakeIo();
    assert.equal(await run(['--help'], io), EXIT_OK);
    const [, listed = ''] = io.out().split('Commands:\n');
    const commands = [...listed.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name ?? '');
    assert.ok(commands.includes('serve'), listed);
    for (const command of commands.filter((name) => name !== 'help')) {
      assert.ok(section(DOCS, command).length > 0);
      assert.match(DOCS, new RegExp(`^sre-test-server ${command} `, 'm'));
    }
  });

  test('the flags of health, with variable and default', () => {
    const command = new Command();
    addHealthOptions(command);
    const expected = command.options.map((option) => [
      option.flags,
      option instanceof EnvOption ? option.variable : undefined,
      option.defaultValue === undefined ? undefined : String(option.defaultValue),
    ]);
    const rows = tableRows(section(DOCS, 'health')).map((cells) => cells.slice(0, 3).map(codeOf));
    assert.deepEqual(
      rows.filter(([flags]) => flags?.startsWith('--')),
      expected,
    );
  });

  test('the exit codes', () => {
    const codes = tableRows(section(DOCS, 'Exit codes')).map(([code]) => code);
    for (const code of [EXIT_OK, EXIT_FAILED, EXIT_USAGE]) assert.ok(codes.includes(String(code)), String(code));
  });
});
