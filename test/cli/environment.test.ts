import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Command, InvalidArgumentError, Option } from 'commander';
import { applyEnvironment, EnvOption } from '../../src/cli/environment.ts';

const whole = (text: string) => {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number.');
};

/** @throws CommanderError with the words for the user */
function optionsOf(args: readonly string[], env: Readonly<Record<string, string>>): unknown {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  command.addOption(new EnvOption('--size <n>', 'how large', 'X_SIZE').default(7).argParser(whole));
  command.addOption(new EnvOption('--name <text>', 'what it is called', 'X_NAME'));
  command.addOption(new Option('--plain <text>', 'of no variable'));
  command.parse(args, { from: 'user' });
  applyEnvironment(command, env);
  return command.opts();
}

describe('options in the environment', () => {
  test('are parsed like typed ones, and are outdone by them', () => {
    assert.deepEqual(optionsOf([], { X_SIZE: '8', X_NAME: 'a' }), { size: 8, name: 'a' });
    assert.deepEqual(optionsOf(['--size', '9'], { X_SIZE: '8' }), { size: 9 });
    assert.deepEqual(optionsOf(['--size', '7'], { X_SIZE: 'nonsense' }), { size: 7 });
  });

  test('that are empty, or not there, leave the default', () => {
    assert.deepEqual(optionsOf([], { X_SIZE: '', X_NAME: '' }), { size: 7 });
    assert.deepEqual(optionsOf(['--plain', 'p'], {}), { size: 7, plain: 'p' });
  });

  test('are refused with the name of the variable and what was expected', () => {
    const message = "error: option '--size <n>' value 'big' from env 'X_SIZE' is invalid. Expected a whole number.";
    assert.throws(() => optionsOf([], { X_SIZE: 'big' }), { message });
  });

  test('are those that were given, not those of the process', () => {
    process.env.X_NAME = 'of the process';
    assert.deepEqual(optionsOf([], {}), { size: 7 });
    delete process.env.X_NAME;
  });

  test('are named in the help', () => {
    assert.equal(new EnvOption('--size <n>', 'how large', 'X_SIZE').description, 'how large (env: X_SIZE)');
  });
});
