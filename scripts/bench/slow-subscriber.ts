/**
 * `npm run bench:slow-subscriber`: what readers of the live trace who stop reading cost those who are traced. About 10,000 frames a
 * second, without readers and with one on a WebSocket and one of gRPC that read nothing, in turns; then these read on, and every
 * event must be there or announced as lost.
 *
 * `--assert` makes a p99 that is more than 10 % above that without readers exit code 1. A trace that is not exact always does.
 */

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type ServerProcess, startServer } from '../../test/support/server-process.ts';
import { FRAMES_PER_CALL, type Latencies, pacedLoad, percentile } from './paced-load.ts';
import { pinning } from './pinning.ts';
import { newestSeq, stalledReaders } from './stalled-readers.ts';

const MAX_RATIO = 1.1;
const WARM_UP_SECONDS = 5;
const RSS_INTERVAL_MS = 1_000;

interface Phase {
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  /** In MiB, one a second. */
  readonly rss: readonly number[];
}

interface Options {
  readonly seconds: number;
  readonly rounds: number;
  readonly frames: number;
  readonly assert: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      rounds: { type: 'string', default: '2' },
      frames: { type: 'string', default: '10000' },
      assert: { type: 'boolean', default: false },
    },
  });
  return {
    seconds: positive('--seconds', values.seconds),
    rounds: positive('--rounds', values.rounds),
    frames: positive('--frames', values.frames),
    assert: values.assert,
  };
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${flag} ${text}: expected a whole number above 0`);
}

async function main({ seconds, rounds, frames, assert }: Options): Promise<number> {
  const { server: launcher, description } = pinning();
  const server = await startServer({ args: ['--log', 'off'], launcher });
  const rate = frames / FRAMES_PER_CALL;
  print(`${rate} unary calls/s, ${frames} frames/s, ${seconds} s a phase, ${rounds} round(s); ${description}`);
  try {
    await pacedLoad(server.grpcPort, rate, WARM_UP_SECONDS);
    // V8 compiles Node's streams anew for the first reader: two seconds that are none of the readers who come later.
    print('warm-up:');
    await stalledPhase(server, rate, WARM_UP_SECONDS);
    const ratios: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      const without = await phase(server, rate, seconds);
      print(`round ${round}: no reader:       ${describe(without)}`);
      const stalled = await stalledPhase(server, rate, seconds);
      print(`round ${round}: stalled readers: ${describe(stalled)}`);
      ratios.push(stalled.p99 / without.p99);
    }
    const ratio = median(ratios);
    print(`p99 with stalled readers to without, median of rounds: ${ratio.toFixed(2)} (bar: ${MAX_RATIO})`);
    return assert && ratio > MAX_RATIO ? 1 : 0;
  } finally {
    await server.stop();
  }
}

/** @throws where an event is neither received nor announced */
async function stalledPhase(server: ServerProcess, rate: number, seconds: number): Promise<Phase> {
  const readers = await stalledReaders(server.adminPort);
  const measured = await phase(server, rate, seconds);
  const lastSeq = await newestSeq(server.adminPort);
  for (const reader of readers) {
    const { received, lost, losses } = await reader.readOn(lastSeq);
    print(
      `  ${reader.name}: ${received} events received and ${lost} announced as lost (${losses}) are all, no overlap`,
    );
  }
  return measured;
}

async function phase(server: ServerProcess, rate: number, seconds: number): Promise<Phase> {
  const rss: number[] = [];
  const timer = setInterval(() => rss.push(rssMiB(server.pid)), RSS_INTERVAL_MS);
  const latencies: Latencies = await pacedLoad(server.grpcPort, rate, seconds);
  clearInterval(timer);
  return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), failed: latencies.failed, rss };
}

function describe({ p50, p99, failed, rss }: Phase): string {
  const memory = [0, 0.25, 0.5, 0.75, 1].map((share) => rss[Math.floor(share * (rss.length - 1))] ?? 0);
  return `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, ${failed} failed, RSS ${memory.join(' → ')} MiB`;
}

/** Of /proc/<pid>/status, in MiB. @throws on other systems than Linux */
function rssMiB(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kibibytes) / 1024);
}

/** The upper one of two. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main(readOptions());
