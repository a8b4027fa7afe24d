/** `sre-test-server health`: asks a server how it is, for HEALTHCHECK, exec probes and people. */

import type { Socket } from 'node:net';
import { EXIT_FAILED, EXIT_OK } from './exit-code.ts';
import type { Attempt } from './health/attempt.ts';
import { dialOf } from './health/dial.ts';
import { type Target, targetName } from './health/target.ts';
import { errorVerdict, timeoutVerdict } from './health/trouble.ts';
import { notHealthy, type Verdict, verdictLine } from './health/verdict.ts';
import type { Io } from './io.ts';
import type { HealthOptions } from './options/health.ts';
import { packageVersion } from './version.ts';

/** What a check has in its hands. */
type Check = (socket: Socket, attempt: Attempt, remainingMs: number) => Promise<Verdict>;

/**
 * The verdict is what was asked for, so stdout has it, whichever it is; stderr is for wrong usage.
 *
 * @returns EXIT_OK where the server is healthy, EXIT_FAILED where it is not, for whatever reason
 * @throws ConfigError
 */
export async function health(target: Target, options: HealthOptions, io: Io): Promise<number> {
  // Before the clock starts, and before there is a socket: what happens to it meanwhile nobody would hear.
  const [dial, check] = await Promise.all([dialOf(target, options), checkOf(target)]);
  const attempt: Attempt = { stage: 'CONNECT', leave: () => {} };
  io.limitLookups(options.timeoutSeconds);
  const startedMs = performance.now();
  const timeoutMs = options.timeoutSeconds * 1_000;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Verdict>((resolve) => {
    timer = setTimeout(() => resolve(timeoutVerdict(target, attempt.stage)), timeoutMs);
  });
  const answer = dial(attempt).then((socket) => check(socket, attempt, startedMs + timeoutMs - performance.now()));
  try {
    const verdict = await Promise.race([
      answer.catch((error) => errorVerdict(target, attempt.stage, error)),
      timeout,
      io.stopSignal.then((signal) => notHealthy('gave no answer', `${signal} came first`)),
    ]);
    io.stdout.write(verdictLine(verdict, targetName(target), performance.now() - startedMs));
    return verdict.isHealthy ? EXIT_OK : EXIT_FAILED;
  } finally {
    clearTimeout(timer);
    attempt.leave();
  }
}

/** Each protocol is loaded where it is spoken: this process is started every few seconds. */
async function checkOf(target: Target): Promise<Check> {
  const userAgent = `sre-test-server-health/${packageVersion()}`;
  if (target.protocol === 'http') {
    const { httpCheck } = await import('./health/http-check.ts');
    return (socket, attempt) => httpCheck(target, socket, attempt, { userAgent });
  }
  const { grpcCheck } = await import('./health/grpc-check.ts');
  return (socket, attempt, remainingMs) => grpcCheck(target, socket, attempt, { remainingMs, userAgent });
}
