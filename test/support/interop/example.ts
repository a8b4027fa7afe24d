/**
 * An example of examples/, started as a user starts it: by its run.sh, on ports that are free.
 *
 *   const example = await startExample('envoy');
 *   await example.replicas('kill', 2);              // examples/replicas.sh kill 2
 *   await example.countReplies(['--calls', '30']);  // examples/count-replies.js, through the proxy's gRPC listener
 *   await example.stop();                           // Ctrl-C
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { type ExamplePorts, freePortBase, portsOf, type Replica } from './example-ports.ts';
import { exampleEnvironment, runScript, scriptOutput } from './example-script.ts';
import { scratchFolder } from './scratch.ts';

export interface Example {
  readonly ports: ExamplePorts;
  /** Of run.sh, and of all that it starts but the replicas, which have a group each. */
  readonly processGroup: number;
  /** All that run.sh has written so far. */
  said(): string;
  /** `replicas.sh kill 2`, of this example. @returns stdout @throws with its words where it fails */
  replicas(command: string, n?: Replica): Promise<string>;
  /** Of the replicas that run. */
  pids(): Promise<ReadonlyMap<Replica, number>>;
  /** `count-replies.js` through the proxy: its gRPC listener, with `--http` that for HTTP, or another port. */
  countReplies(args?: readonly string[], port?: number): Promise<Replies>;
  /** A file in the folder of this run: `envoy.log`, `replica-1.log`. Not after `stop`. */
  log(name: string): string;
  /** A signal to run.sh's group, as a terminal sends it for Ctrl-C. @returns the exit code of run.sh */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface Replies {
  /** Of all rounds together, by the name of the replica. */
  readonly byName: { readonly [name: string]: number };
  readonly failed: number;
}

export interface ExampleOptions {
  /** More for run.sh. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Three replicas start, then the proxy; each has 20 s. */
const READY_MS = 60_000;

/** A replica that does not end is killed after 5 s, the proxy too. */
const STOP_MS = 30_000;

/** @throws with what it said when it ends, or is not ready in time; nothing of it is left then */
export async function startExample(name: string, { args = [], env: more = {} }: ExampleOptions = {}): Promise<Example> {
  const ports = portsOf(await freePortBase());
  const base = ['--port-base', String(ports.base)];
  const scratch = scratchFolder();
  mkdirSync(scratch.path('tmp'));
  const env = { TMPDIR: scratch.path('tmp'), ...more };
  const run = startInGroup([`examples/${name}/run.sh`, ...base, ...args], exampleEnvironment(env));
  const stop = async (signal: NodeJS.Signals = 'SIGINT') => {
    const code = await run.stop(signal);
    scratch.remove();
    return code;
  };
  if (!(await run.says(/Try, in another terminal:/))) {
    await stop();
    throw new Error(`examples/${name}/run.sh is not ready:\n${run.said()}`);
  }
  const replicas = (...words: readonly string[]) => scriptOutput('examples/replicas.sh', [...words, ...base], { env });
  return {
    ports,
    processGroup: run.processGroup,
    said: run.said,
    replicas: (command, n) => replicas(command, ...(n === undefined ? [] : [String(n)])),
    pids: async () => pidsOf(await replicas('status')),
    countReplies: (counting = [], port = counting.includes('--http') ? ports.http : ports.grpc) =>
      countReplies([...counting, `127.0.0.1:${port}`]),
    log: (file) => readFileSync(`${stateFolderOf(run.said())}/${file}`, 'utf8'),
    stop,
  };
}

/** run.sh, or what else is started in a terminal: in a group of its own, as a shell gives it to a command. Ctrl-C is of a group. */
export function startInGroup(command: readonly [string, ...string[]], env: NodeJS.ProcessEnv) {
  const [file, ...args] = command;
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const processGroup = child.pid ?? 0;
  let said = '';
  const collect = (chunk: Buffer) => {
    said += chunk;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const exit = once(child, 'close').then(() => child.exitCode);
  const signalGroup = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-processGroup, signal);
  };
  // run.sh ends what it has started, which SIGKILL would not let it.
  const endOnExit = () => signalGroup('SIGTERM');
  process.once('exit', endOnExit);
  void exit.then(() => process.off('exit', endOnExit));
  return {
    processGroup,
    said: () => said,
    /** @returns false when it has ended or taken too long without saying it */
    says: async (text: RegExp): Promise<boolean> => {
      let timer: NodeJS.Timeout | undefined;
      const isSaid = new Promise<boolean>((resolve) => {
        child.stdout.on('data', () => text.test(said) && resolve(true));
        timer = setTimeout(resolve, READY_MS, false);
      });
      const result = await Promise.race([isSaid, exit.then(() => false)]);
      clearTimeout(timer);
      return result;
    },
    stop: async (signal: NodeJS.Signals): Promise<number | null> => {
      signalGroup(signal);
      const killer = setTimeout(signalGroup, STOP_MS, 'SIGKILL');
      const code = await exit;
      clearTimeout(killer);
      return code;
    },
  };
}

function pidsOf(status: string): ReadonlyMap<Replica, number> {
  const found = status.matchAll(/^replica-(\d) +pid (\d+)/gm);
  return new Map(Array.from(found, ([, n, pid]) => [Number(n) as Replica, Number(pid)]));
}

function stateFolderOf(said: string): string {
  return /^ +logs +(\S+)$/m.exec(said)?.[1] ?? '';
}

/** Lines as `22:41:03  replica-1 10  replica-2 9  failed 1: 1 × 14 UNAVAILABLE: …`, one a round. */
async function countReplies(args: readonly string[]): Promise<Replies> {
  const { code, stdout, stderr } = await runScript('examples/count-replies.js', args);
  if (code > 1) throw new Error(`count-replies.js ${args.join(' ')}: exit code ${code}\n${stderr}`);
  const byName: Record<string, number> = {};
  let failed = 0;
  for (const line of stdout.trimEnd().split('\n')) {
    const [replies = '', failures] = line.split('  failed ');
    for (const [, name = '', count] of replies.matchAll(/ {2}(\S+) (\d+)/g)) {
      byName[name] = (byName[name] ?? 0) + Number(count);
    }
    failed += Number.parseInt(failures ?? '0', 10);
  }
  return { byName, failed };
}
