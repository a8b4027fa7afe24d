/** The tree of commands. What only one of them needs is loaded when it is called: `health` is started every few seconds. */

import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ConfigError } from './config-error.ts';
import { applyEnvironment } from './environment.ts';
import { EXIT_OK, EXIT_USAGE } from './exit-code.ts';
import type { Target } from './health/target.ts';
import type { Io } from './io.ts';
import { addHealthOptions, type HealthOptions } from './options/health.ts';
import type { ServeOptions } from './options.ts';
import { packageVersion } from './version.ts';

type Exit = (code: number) => void;

/**
 * @param args without the interpreter and the script
 * @returns the exit code
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let exitCode = EXIT_OK;
  const exit: Exit = (code) => {
    exitCode = code;
  };
  try {
    const program = createProgram(io);
    await addServe(program, io, exit, args[0]);
    addHealth(program, io, exit);
    addExplain(program, io);
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong, or what was asked for: --help and --version have exit code 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    throw error;
  }
}

function createProgram(io: Io): Command {
  return new Command('sre-test-server')
    .description('Echoes gRPC and HTTP, and shows every HTTP/2 frame of every connection.')
    .version(packageVersion())
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .showHelpAfterError('Usage: sre-test-server serve [options] (--help lists them)')
    .exitOverride();
}

/** @param first of the arguments: the options of `serve` come with the layers that know their ranges, so others do without */
async function addServe(program: Command, io: Io, exit: Exit, first: string | undefined): Promise<void> {
  const command = program
    .command('serve')
    .description('serve gRPC and HTTP until SIGTERM or SIGINT')
    .copyInheritedSettings(program)
    .allowExcessArguments(false);
  if (first === 'health' || first === 'explain') return;
  const { serveOptions } = await import('./options.ts');
  for (const option of serveOptions()) command.addOption(option);
  command.action(() =>
    withUsersErrors(command, async () => {
      const [{ configOf }, { redactByEnvironment }] = await Promise.all([
        import('./config.ts'),
        import('./options/trace.ts'),
      ]);
      applyEnvironment(command, io.env);
      const typed = command.opts<ServeOptions>();
      const config = configOf({ ...typed, redact: typed.redact && redactByEnvironment(io.env) });
      // Last, since it is the whole server: what is wrong with the options is told before.
      const { serve } = await import('./serve.ts');
      exit(await serve(config, io));
    }),
  );
}

function addHealth(program: Command, io: Io, exit: Exit): void {
  const command = program
    .command('health')
    .description('say whether a server is healthy: exit code 0 or 1')
    .argument('[target]', 'whom to ask; without it our own server here, by SRE_HOST and SRE_GRPC_PORT')
    .copyInheritedSettings(program)
    .showHelpAfterError('Usage: sre-test-server health [options] [target] (--help lists them)')
    .allowExcessArguments(false)
    .addHelpText('after', HEALTH_HELP);
  addHealthOptions(command);
  command.action((typed: string | undefined) =>
    withUsersErrors(command, async () => {
      applyEnvironment(command, io.env);
      const { health } = await import('./health.ts');
      exit(await health(await targetOf(typed, command, io), command.opts<HealthOptions>(), io));
    }),
  );
}

/** In 100 columns. */
const HEALTH_HELP = `
Targets:
  host:port, grpc://host:port[/service]  grpc.health.v1.Health/Check, by default of the whole server
  grpcs://host:port[/service]            the same over TLS
  http://host[:port]/path, https://      GET: 2xx is healthy, redirects are not followed

Examples:
  sre-test-server health
  sre-test-server health 10.0.3.7:50051
  sre-test-server health grpcs://api.example:443/shop.v1.Cart --ca ca.pem
  sre-test-server health http://localhost:8080/readyz --timeout-seconds 3`;

async function targetOf(typed: string | undefined, command: Command, io: Io): Promise<Target> {
  if (typed !== undefined) return (await import('./health/target.ts')).parseTarget(typed);
  return (await import('./health/own-target.ts')).ownTarget(command, io.env);
}

function addExplain(program: Command, io: Io): void {
  const command = program
    .command('explain')
    .description('say what a rule of the diagnosis means, and what to change')
    .argument('[rule]', 'for example K1; without it all are listed')
    .copyInheritedSettings(program)
    .showHelpAfterError('Usage: sre-test-server explain [rule]')
    .allowExcessArguments(false);
  command.action((rule: string | undefined) =>
    withUsersErrors(command, async () => (await import('./explain.ts')).explain(rule, io)),
  );
}

async function withUsersErrors(command: Command, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const isUsersError = error instanceof InvalidArgumentError || error instanceof ConfigError;
    throw isUsersError ? command.error(`error: ${error.message}`) : error;
  }
}
