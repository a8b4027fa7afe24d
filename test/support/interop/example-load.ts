/** Calls of ghz (grpc-go) at a rate, for as long as something else takes. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { GhzReport } from './ghz.ts';
import { toolEnvironment } from './tool.ts';

export interface LoadOptions {
  readonly port: number;
  /** `sre.echo.v1.EchoService.Echo`, in `proto`. */
  readonly call: string;
  /** Below protos/. */
  readonly proto: string;
  /** Calls at a time. */
  readonly concurrency: number;
  readonly callsPerSecond: number;
  readonly connections: number;
}

export interface LoadReport extends GhzReport {
  readonly count: number;
  /** As they ended. */
  readonly callsPerSecond: number;
}

export interface Load {
  /** No more calls; those that are under way are waited for. */
  stop(): Promise<LoadReport>;
}

/** It ends by itself then, whoever forgot it. */
const MAX_SECONDS = 180;

export const ECHO = { call: 'sre.echo.v1.EchoService.Echo', proto: 'sre/echo/v1/echo.proto' };

export function startLoad(options: LoadOptions): Load {
  const { port, call, proto, concurrency, callsPerSecond, connections } = options;
  const rate = ['-r', callsPerSecond, '-c', concurrency, '--connections', connections, '-z', `${MAX_SECONDS}s`];
  const what = ['--insecure', '--proto', `protos/${proto}`, '-i', 'protos', '--call', call, '-d', '{}'];
  const args = [...what, ...rate, '--duration-stop', 'wait', '-O', 'json', `127.0.0.1:${port}`];
  const child = spawn('ghz', args.map(String), { env: toolEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const end = once(child, 'close');
  // Not to be reported before somebody waits for it.
  end.catch(() => undefined);
  const killOnExit = () => child.kill('SIGKILL');
  process.once('exit', killOnExit);
  return {
    stop: async () => {
      child.kill('SIGINT');
      await end;
      process.off('exit', killOnExit);
      if (child.exitCode !== 0) throw new Error(`ghz: exit code ${child.exitCode}\n${stderr}${stdout}`);
      return reportOf(JSON.parse(stdout));
    },
  };
}

/** What is read of ghz's report; absent where there is nothing to tell. */
interface RawReport {
  readonly count: number;
  readonly rps: number;
  readonly statusCodeDistribution?: GhzReport['statuses'] | null;
  readonly errorDistribution?: GhzReport['errors'] | null;
}

function reportOf({ count, rps, statusCodeDistribution, errorDistribution }: RawReport): LoadReport {
  return { count, callsPerSecond: rps, statuses: statusCodeDistribution ?? {}, errors: errorDistribution ?? {} };
}
