/** Runs the load scripts, and reads what k6 and ghz themselves say of their run. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParsedSample, parseExposition } from '../prometheus-text.ts';
import { runTool, type ToolResult, toolOutput } from './tool.ts';

/** Short, and slow enough for a busy machine: what is tested are the scripts, not what it can carry. */
export const GENTLE: K6Parameters = { RATE: '30', CONNECTIONS: '10', DURATION: '1s', RAMP: '100ms' };

/** Latency and drops are those of a busy machine: bounds that only a hang crosses. Drops have a test of their own. */
const PATIENT: K6Parameters = { TIMEOUT: '10s', P95_MS: '10000', P99_MS: '10000', DROPPED_PERCENT: '100' };

export type K6Parameters = Readonly<Record<string, string>>;

export interface K6Run extends ToolResult {
  /** By metric; none where k6 gave up before it had any. */
  readonly metrics: Readonly<Record<string, K6Metric>>;
}

/** As --summary-export writes it. */
export interface K6Metric {
  readonly count?: number;
  readonly passes?: number;
  readonly fails?: number;
  /** By threshold: whether it was crossed. */
  readonly thresholds?: Readonly<Record<string, boolean>>;
}

/** A script of the folder, with parameters of README.md. */
export async function runK6(folder: string, script: string, parameters: K6Parameters): Promise<K6Run> {
  const summary = join(folder, `summary-${process.hrtime.bigint()}.json`);
  const settings = Object.entries({ ...PATIENT, ...parameters }).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const args = ['run', '--quiet', '--no-usage-report', '--no-color', '--summary-export', summary, ...settings];
  const result = await runTool('k6', [...args, join(folder, script)]);
  return { ...result, metrics: existsSync(summary) ? JSON.parse(readFileSync(summary, 'utf8')).metrics : {} };
}

/** Names of thresholds, with their metric. */
export function crossedThresholds({ metrics }: K6Run): readonly string[] {
  return Object.entries(metrics).flatMap(([metric, { thresholds = {} }]) =>
    Object.keys(thresholds)
      .filter((source) => thresholds[source] === true)
      .map((source) => `${metric} ${source}`),
  );
}

export interface GhzReport {
  readonly count: number;
  readonly statusCodeDistribution: Readonly<Record<string, number>>;
  readonly errorDistribution: Readonly<Record<string, number>>;
}

/** A config of the folder, with more flags. */
export async function runGhzConfig(folder: string, config: string, flags: readonly string[]): Promise<GhzReport> {
  return JSON.parse(await toolOutput('ghz', ['--config', join(folder, config), '-O', 'json', ...flags]));
}

/** Calls that our server has answered, or requests: `grpc_server_handled_total` or `http_server_requests_total`. */
export async function handledBy(adminPort: number, name: string, label: string, value: string): Promise<number> {
  const text = await toolOutput('curl', ['-s', `http://127.0.0.1:${adminPort}/metrics`]);
  const samples = [...parseExposition(text, 'text').values()].flatMap((family) => family.samples);
  const isMeant = (sample: ParsedSample) => sample.name === name && sample.labels.get(label) === value;
  return samples.filter(isMeant).reduce((sum, sample) => sum + sample.value, 0);
}
