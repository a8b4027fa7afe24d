/** What the options mean: validated against each other, in the units that the code uses. */

import { type FormatName, isFormatName } from '../formats/by-name.ts';
import { type IsSecret, redactionOf, redactNothing, SECRET_HEADER_NAMES } from '../redaction.ts';
import { DEFAULT_LOG } from './options/trace.ts';
import type { ServeOptions } from './options.ts';
import { type PolicyConfig, policyOf, policyWarnings } from './policy.ts';

export interface Config {
  readonly host: string;
  readonly grpcPort: number;
  readonly httpPort: number;
  /** Undefined: off. */
  readonly log: FormatName | undefined;
  readonly traceFile: string | undefined;
  readonly trace: boolean;
  readonly payloadBytes: number;
  readonly isSecret: IsSecret;
  readonly graceMs: number;
  /** Between the stop signal and the first GOAWAY. */
  readonly drainDelayMs: number;
  readonly halfClosedIdleMs: number;
  readonly policy: PolicyConfig;
  /** For the user, a line each. */
  readonly warnings: readonly string[];
}

/** Options that do not go together: the user's error, told with the flags' names. */
export class ConfigError extends Error {}

/** @throws ConfigError */
export function configOf(options: ServeOptions): Config {
  const { host, grpcPort, httpPort, log, traceFile, payloadBytes } = options;
  const shown = log ?? DEFAULT_LOG;
  if (grpcPort === httpPort && grpcPort !== 0) {
    throw new ConfigError(`--grpc-port and --http-port are both ${grpcPort}: give each its own, or 0 for a free one`);
  }
  if (options.trace === 'off' && traceFile !== undefined) {
    throw new ConfigError(`--trace off leaves nothing to write to --trace-file ${traceFile}`);
  }
  return {
    host,
    grpcPort,
    httpPort,
    log: isFormatName(shown) ? shown : undefined,
    traceFile,
    trace: options.trace === 'on',
    payloadBytes,
    isSecret: options.redact ? redactionOf(SECRET_HEADER_NAMES) : redactNothing,
    graceMs: options.graceSeconds * 1_000,
    drainDelayMs: options.drainDelaySeconds * 1_000,
    halfClosedIdleMs: options.halfClosedIdleSeconds * 1_000,
    policy: policyOf(options),
    warnings: warningsOf(options),
  };
}

/** What was asked for and has no effect, though nothing is wrong with going on. */
function warningsOf(options: ServeOptions): string[] {
  const { trace, log } = options;
  const showsNothing = trace === 'off' && log !== undefined && log !== 'off';
  const warnings = showsNothing ? [`--trace off leaves nothing to show with --log ${log}`] : [];
  return [...warnings, ...policyWarnings(options)];
}
