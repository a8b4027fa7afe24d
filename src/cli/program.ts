import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { configOf } from './config.ts';
import { ConfigError } from './config-error.ts';
import { applyEnvironment } from './environment.ts';
import { EXIT_OK, EXIT_USAGE } from './exit-code.ts';
import { explain } from './explain.ts';
import type { Io } from './io.ts';
import { redactByEnvironment } from './options/trace.ts';
import { type ServeOptions, serveOptions } from './options.ts';
import { serve } from './serve.ts';
import { packageVersion } from './version.ts';

/**
 * @param args without the interpreter and the script
 * @returns the exit code
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let exitCode = EXIT_OK;
  const program = createProgram(io, async (options) => {
    exitCode = await serve(configOf(options), io);
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong, or what was asked for: --help and --version have exit code 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    throw error;
  }
}

function createProgram(io: Io, onServe: (options: ServeOptions) => Promise<void>): Command {
  const program = new Command('sre-test-server')
    .description('Echoes gRPC and HTTP, and shows every HTTP/2 frame of every connection.')
    .version(packageVersion())
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .showHelpAfterError('Usage: sre-test-server serve [options] (--help lists them)')
    .exitOverride();
  const command = program
    .command('serve')
    .description('serve gRPC and HTTP until SIGTERM or SIGINT')
    .copyInheritedSettings(program)
    .allowExcessArguments(false);
  for (const option of serveOptions()) command.addOption(option);
  command.action(() =>
    withUsersErrors(command, async () => {
      applyEnvironment(command, io.env);
      const typed = command.opts<ServeOptions>();
      await onServe({ ...typed, redact: typed.redact && redactByEnvironment(io.env) });
    }),
  );
  addExplain(program, io);
  return program;
}

function addExplain(program: Command, io: Io): void {
  const command = program
    .command('explain')
    .description('say what a rule of the diagnosis means, and what to change')
    .argument('[rule]', 'for example K1; without it all are listed')
    .copyInheritedSettings(program)
    .showHelpAfterError('Usage: sre-test-server explain [rule]')
    .allowExcessArguments(false);
  command.action((rule: string | undefined) => withUsersErrors(command, async () => explain(rule, io)));
}

async function withUsersErrors(command: Command, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const isUsersError = error instanceof InvalidArgumentError || error instanceof ConfigError;
    throw isUsersError ? command.error(`error: ${error.message}`) : error;
  }
}
