/**
 * `npm run bench`: what tracing costs. Unary echo calls to the built server with tracing off, on, and on with a file, as
 * ratios to grpc-js alone, all in one run.
 *
 * The variants take turns, so that a change of the machine's speed meets all of them. `--assert` makes a missed bar exit
 * code 1; without it the numbers are told and nothing more. Needs h2load (scripts/install-interop.sh).
 */

import { parseArgs } from 'node:util';
import { CLIENTS, type Measurement, measure, STREAMS } from './measure.ts';
import { pinning } from './pinning.ts';
import { type Row, reachesBar, renderTable, type Series, summarise } from './report.ts';
import { VARIANTS } from './variants.ts';

/** Of the calls that are measured: the optimising compiler is done long before. */
const WARM_UP_SHARE = 0.25;

interface Options {
  readonly rounds: number;
  readonly calls: number;
  readonly assert: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      calls: { type: 'string', default: '60000' },
      assert: { type: 'boolean', default: false },
    },
  });
  return {
    rounds: positive('--rounds', values.rounds),
    calls: positive('--calls', values.calls),
    assert: values.assert,
  };
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${flag} ${text}: expected a whole number above 0`);
}

async function main({ rounds, calls, assert }: Options): Promise<number> {
  const pins = pinning();
  const warmUpCalls = Math.max(CLIENTS, Math.round(calls * WARM_UP_SHARE));
  const load = `unary echo, h2load -c ${CLIENTS} -m ${STREAMS}, ${calls} calls after ${warmUpCalls} to warm up`;
  print(`${load}; ${rounds} round(s), medians; ${pins.description}`);
  const all = VARIANTS.map((variant): Series & { rounds: Measurement[] } => ({ variant, rounds: [] }));
  for (let round = 1; round <= rounds; round++) {
    for (const { variant, rounds: measured } of all) {
      const measurement = await measure({ variant, calls, warmUpCalls, pinning: pins });
      measured.push(measurement);
      print(`  round ${round}: ${variant.name}: ${describe(measurement)}`);
    }
  }
  const rows = summarise(all);
  print(`\n${renderTable(rows)}`);
  return assert && !allReached(rows) ? 1 : 0;
}

function describe({ callsPerSecond, cpuPerCall, traceFile }: Measurement): string {
  const load = `${callsPerSecond.toFixed(0)} calls/s, ${cpuPerCall.toFixed(1)} µs of CPU a call`;
  return traceFile === undefined ? load : `${load}, ${traceFile.events} events in the file, ${traceFile.lost} lost`;
}

function allReached(rows: readonly Row[]): boolean {
  return rows.every(reachesBar);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main(readOptions());
