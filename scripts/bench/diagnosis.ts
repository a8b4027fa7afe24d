/**
 * `npm run bench:diagnosis`: what rules add to the cost of tracing. The bytes of unary echo calls are recorded once, between h2load
 * and the built server, and then traced over and over in this process, with and without rules: no sockets, so that what is
 * compared is tracing alone, with all that the server hangs on it: the ring, metrics, exchanges.
 *
 * Both take turns, for a tenth of a second each, so that whatever slows the machine down meets both; who begins changes with each round.
 * What one process finds is the median of the ratios of its rounds. What the compiler makes of the code, and where the heap puts it, is
 * another thing in each process and stays so: what is told is the median of several. `--assert` makes a missed bar exit code 1.
 */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Command } from 'commander';
import { type AppTracing, createTracing } from '../../src/app/tracing.ts';
import { configOf } from '../../src/cli/config.ts';
import { type ServeOptions, serveOptions } from '../../src/cli/options.ts';
import { ECHO_PATH, echoRequestBody, GRPC_REQUEST_HEADERS } from '../../test/support/interop/echo-call.ts';
import { runH2load } from '../../test/support/interop/h2load.ts';
import { scratchFolder } from '../../test/support/interop/scratch.ts';
import { recordingRelay } from '../../test/support/recording-relay.ts';
import type { Step } from '../../test/support/script.ts';
import { startServer } from '../../test/support/server-process.ts';
import { median } from './report.ts';

/** Of what tracing costs without rules. */
const BAR = 1.1;

/** Calls of the connection that is recorded, so many at a time. */
const CALLS = 5_000;
const STREAMS = 50;

/** Before anything is measured: the optimising compiler is done, and the rings have wrapped. */
const WARM_UP_ROUNDS = 30;

const ADDRESS = { address: '127.0.0.1', port: 50_000 };

function main(processes: number, rounds: number, assert: boolean): number {
  const ratios: number[] = [];
  for (let i = 0; i < processes; i++) ratios.push(inProcess(rounds));
  const ratio = median(ratios);
  print(`with rules tracing costs ${ratio.toFixed(3)} of what it costs without, median of ${processes} (bar: ${BAR})`);
  return assert && ratio > BAR ? 1 : 0;
}

/** @returns what a process of its own finds */
function inProcess(rounds: number): number {
  const script = fileURLToPath(import.meta.url);
  const args = [...process.execArgv, script, '--measure', '--rounds', String(rounds)];
  const { status, stdout } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`a process that measures ended with ${status}`);
  print(stdout.trim());
  return Number(/: (\S+) of it$/m.exec(stdout)?.[1] ?? Number.NaN);
}

async function measure(rounds: number): Promise<void> {
  const steps = await recordCalls();
  const both = { off: await tracingWith('off'), on: await tracingWith('on') };
  const all: { readonly off: number; readonly on: number }[] = [];
  for (let round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
    const costs = measureBoth(steps, both, round);
    if (round >= 1) all.push(costs);
  }
  const [off, on] = [median(all.map((costs) => costs.off)), median(all.map((costs) => costs.on))];
  const ratio = median(all.map((costs) => costs.on / costs.off));
  assertWell(both.on);
  await Promise.all([both.off.close(), both.on.close()]);
  print(
    `${off.toFixed(2)} µs of CPU a call without rules, ${on.toFixed(2)} with, median of rounds: ${ratio.toFixed(4)} of it`,
  );
}

function measureBoth(steps: readonly Step[], both: { off: AppTracing; on: AppTracing }, round: number) {
  const costs = { off: 0, on: 0 };
  const order = round % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const);
  for (const which of order) costs[which] = microsecondsPerCall(steps, both[which], `c${round + WARM_UP_ROUNDS}`);
  return costs;
}

async function recordCalls(): Promise<readonly Step[]> {
  const scratch = scratchFolder();
  const server = await startServer({ entry: 'built', args: ['--trace', 'off', '--log', 'off'] });
  const relay = await recordingRelay(server.grpcPort);
  try {
    const bodyFile = scratch.path('body');
    writeFileSync(bodyFile, echoRequestBody('a message of an ordinary length, for an echo call'));
    const url = `http://127.0.0.1:${relay.port}${ECHO_PATH}`;
    const load = { requests: CALLS, clients: 1, streams: STREAMS, headers: GRPC_REQUEST_HEADERS, bodyFile };
    await runH2load({ url, ...load });
    await relay.ended;
    return relay.steps;
  } finally {
    await relay.close();
    await server.stop();
    scratch.remove();
  }
}

/** CPU time of the whole process: tracing is all that it does. */
function microsecondsPerCall(steps: readonly Step[], tracing: AppTracing, id: string): number {
  const before = process.cpuUsage();
  trace(steps, tracing, id);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / CALLS;
}

/** @throws where rules find fault with calls that are all well: then it is not their cost that was measured */
function assertWell(tracing: AppTracing): void {
  const found = [...tracing.findings()].filter(({ finding }) => finding.severity !== 'INFO');
  if (found.length > 0) throw new Error(`calls that are all well have findings: ${JSON.stringify(found)}`);
}

function trace(steps: readonly Step[], { observe }: AppTracing, id: string): void {
  const facts = { id, listener: 'grpc' as const, peer: ADDRESS, local: ADDRESS, openedAt: 0 };
  const observer = observe({ facts, sniffed: 'h2c', protocol: 'grpc' });
  for (const { from, bytes } of steps) observer.chunk(from, bytes);
  observer.end({ how: 'FIN', endedBy: 'CLIENT' });
}

function tracingWith(diagnosis: 'on' | 'off'): Promise<AppTracing> {
  const command = new Command();
  for (const option of serveOptions()) command.addOption(option);
  command.parse(['--log', 'off', '--diagnosis', diagnosis], { from: 'user' });
  const config = configOf(command.opts<ServeOptions>());
  const log = (line: string) => {
    throw new Error(line);
  };
  return createTracing(config, { stdout: new Writable(), colour: false, log }, { hostname: 'bench', version: '0.0.0' });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '60' },
    assert: { type: 'boolean', default: false },
    /** In this process, for the one that has begun it. */
    measure: { type: 'boolean', default: false },
  },
});

function wholeNumber(flag: 'processes' | 'rounds'): number {
  const number = Number(values[flag]);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new Error(`--${flag} ${values[flag]}: expected a whole number above 0`);
}

const rounds = wholeNumber('rounds');
if (values.measure) await measure(rounds);
else process.exitCode = main(wholeNumber('processes'), rounds, values.assert);
