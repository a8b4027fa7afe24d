/** Runs ghz, a load generator on grpc-go, and reads its report. */

import { toolOutput } from './tool.ts';

export interface GhzRun {
  readonly port: number;
  readonly callsPerSecond: number;
  readonly connections: number;
  /** Calls at a time. */
  readonly concurrency: number;
  readonly seconds: number;
}

export interface GhzReport {
  /** By the name of the status: "OK", "Unavailable". */
  readonly statuses: Readonly<Record<string, number>>;
  /** By the error, as grpc-go words it. */
  readonly errors: Readonly<Record<string, number>>;
}

/** Echo calls, at that rate; waits for the answers that are due when the time is over. */
export async function runGhz(run: GhzRun): Promise<GhzReport> {
  const { port, callsPerSecond, connections, concurrency, seconds } = run;
  const load = ['-r', callsPerSecond, '-c', concurrency, '--connections', connections, '-z', `${seconds}s`];
  const call = ['--proto', 'protos/sre/echo/v1/echo.proto', '-i', 'protos', '--call', 'sre.echo.v1.EchoService.Echo'];
  const args = ['--insecure', ...call, '-d', '{"message":"hello"}', ...load, '--duration-stop', 'wait', '-O', 'json'];
  const report: RawReport = JSON.parse(await toolOutput('ghz', [...args.map(String), `127.0.0.1:${port}`]));
  return { statuses: report.statusCodeDistribution ?? {}, errors: report.errorDistribution ?? {} };
}

/** What is read of it; absent where there is nothing to tell. */
interface RawReport {
  readonly statusCodeDistribution?: GhzReport['statuses'] | null;
  readonly errorDistribution?: GhzReport['errors'] | null;
}
