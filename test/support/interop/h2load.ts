/** Runs h2load and reads its report. A run in which any request failed is an error, never a number. */

import { toolOutput } from './tool.ts';

export interface H2loadRun {
  readonly url: string;
  readonly requests: number;
  readonly clients: number;
  /** Concurrent streams of each client. */
  readonly streams: number;
  /** As "name: value". */
  readonly headers?: readonly string[];
  /** A file whose content is the body of every request. */
  readonly bodyFile?: string;
  /** A command that runs another one, such as `taskset -c 1`. */
  readonly launcher?: readonly string[];
}

export interface H2loadReport {
  readonly requestsPerSecond: number;
  /** Content of DATA frames received. */
  readonly dataBytes: number;
}

/** @throws when not every request succeeded with a 2xx status. */
export async function runH2load(run: H2loadRun): Promise<H2loadReport> {
  const [file = 'h2load', ...args] = [...(run.launcher ?? []), 'h2load', ...argumentsOf(run)];
  const report = await toolOutput(file, args);
  return parseH2load(report, run.requests);
}

function argumentsOf(run: H2loadRun): string[] {
  const args = ['-n', `${run.requests}`, '-c', `${run.clients}`, '-m', `${run.streams}`, '-t', '1'];
  for (const header of run.headers ?? []) args.push('-H', header);
  if (run.bodyFile !== undefined) args.push('-d', run.bodyFile);
  return [...args, run.url];
}

/**
 * Of the text that h2load 1.43 and later print.
 * @throws when it tells of fewer than `requests` successes, or cannot be read.
 */
function parseH2load(report: string, requests: number): H2loadReport {
  const succeeded = numberAfter(report, /requests: .* (\d+) succeeded/);
  const status2xx = numberAfter(report, /status codes: (\d+) 2xx/);
  if (succeeded !== requests || status2xx !== requests) {
    throw new Error(
      `h2load: ${succeeded} of ${requests} requests succeeded, ${status2xx} with a 2xx status\n${report}`,
    );
  }
  return {
    requestsPerSecond: numberAfter(report, /finished in .*, ([\d.]+) req\/s/),
    dataBytes: numberAfter(report, /\((\d+)\) data/),
  };
}

function numberAfter(report: string, pattern: RegExp): number {
  const text = pattern.exec(report)?.[1];
  if (text === undefined) throw new Error(`h2load printed no ${pattern.source}:\n${report}`);
  return Number(text);
}
