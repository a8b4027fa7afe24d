/** What the options mean: validated against each other, in the units that the code uses. */

import { type FormatName, isFormatName } from '../formats/by-name.ts';
import { type IsSecret, redactionOf, redactNothing, SECRET_HEADER_NAMES } from '../redaction.ts';
import { ConfigError } from './config-error.ts';
import type { IsProxy } from './options/proxy-protocol.ts';
import { DEFAULT_LOG } from './options/trace.ts';
import type { ServeOptions } from './options.ts';
import { type TlsConfig, tlsConfigOf } from './tls-config.ts';

export interface Config {
  readonly host: string;
  readonly grpcPort: number;
  readonly httpPort: number;
  /** Undefined: clear text only. */
  readonly tls: TlsConfig | undefined;
  /** Who may put a PROXY protocol header in front. Undefined: nobody. */
  readonly isProxy: IsProxy | undefined;
  /** Undefined: off. */
  readonly log: FormatName | undefined;
  readonly traceFile: string | undefined;
  readonly trace: boolean;
  readonly payloadBytes: number;
  readonly isSecret: IsSecret;
  readonly graceMs: number;
  readonly halfClosedIdleMs: number;
  /** For the user, a line each. */
  readonly warnings: readonly string[];
}

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
    tls: tlsConfigOf(options),
    isProxy: options.proxyProtocol,
    log: isFormatName(shown) ? shown : undefined,
    traceFile,
    trace: options.trace === 'on',
    payloadBytes,
    isSecret: options.redact ? redactionOf(SECRET_HEADER_NAMES) : redactNothing,
    graceMs: options.graceSeconds * 1_000,
    halfClosedIdleMs: options.halfClosedIdleSeconds * 1_000,
    warnings: warningsOf(options),
  };
}

/** What was asked for and has no effect, though nothing is wrong with going on. */
function warningsOf({ trace, log }: ServeOptions): string[] {
  const showsNothing = trace === 'off' && log !== undefined && log !== 'off';
  return showsNothing ? [`--trace off leaves nothing to show with --log ${log}`] : [];
}
