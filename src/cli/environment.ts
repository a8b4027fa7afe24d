/** Options that were not typed may be set by environment variables. */

import { type Command, InvalidArgumentError, Option } from 'commander';

/** Commander's own `env()` reads the environment of the process, whatever the caller says it is, and takes empty for a value. */
export class EnvOption extends Option {
  readonly variable: string;

  constructor(flags: string, description: string, variable: string) {
    super(flags, `${description} (env: ${variable})`);
    this.variable = variable;
  }
}

/**
 * To be called when the command line has been read. A variable that is empty is none: templates leave them so.
 *
 * Ends as commander does, with its CommanderError, where a value is refused.
 */
export function applyEnvironment(command: Command, env: Readonly<Record<string, string | undefined>>): void {
  for (const option of command.options) {
    if (!(option instanceof EnvOption)) continue;
    const name = option.attributeName();
    const text = env[option.variable] ?? '';
    const isTyped = command.getOptionValueSource(name) === 'cli';
    if (text !== '' && !isTyped) command.setOptionValueWithSource(name, parsed(command, option, text), 'env');
  }
}

function parsed(command: Command, option: EnvOption, text: string): unknown {
  if (option.parseArg === undefined) return text;
  try {
    return option.parseArg(text, undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    const value = `value '${text}' from env '${option.variable}'`;
    return command.error(`error: option '${option.flags}' ${value} is invalid. ${error.message}`, {
      code: 'commander.invalidArgument',
    });
  }
}
