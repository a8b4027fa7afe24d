/** What the options mean: validated against each other, in the units that the code uses. */

import { type FormatName, isFormatName } from '../formats/by-name.ts';
import { type IsSecret, redactionOf, redactOnly, SECRET_HEADER_NAMES } from '../redaction.ts';
import type { TraceSwitch } from '../trace/recording.ts';
import { type AdminConfig, adminConfigOf, adminWarnings } from './admin-config.ts';
import { ConfigError } from './config-error.ts';
import type { IsProxy } from './options/proxy-protocol.ts';
import { DEFAULT_LOG } from './options/trace.ts';
import type { ServeOptions } from './options.ts';
import { type OutputConfig, outputConfigOf } from './output-config.ts';
import { type PolicyConfig, policyOf, policyWarnings } from './policy.ts';
import { type TlsConfig, tlsConfigOf } from './tls-config.ts';

export interface Config {
  readonly host: string;
  readonly grpcPort: number;
  readonly httpPort: number;
  /** Undefined: none. */
  readonly tcpEchoPort: number | undefined;
  readonly udpEchoPort: number | undefined;
  readonly admin: AdminConfig | undefined;
  readonly channelz: boolean;
  /** Undefined: clear text only. */
  readonly tls: TlsConfig | undefined;
  /** Who may put a PROXY protocol header in front. Undefined: nobody. */
  readonly isProxy: IsProxy | undefined;
  /** Undefined: off. */
  readonly log: FormatName | undefined;
  readonly traceFile: string | undefined;
  readonly trace: TraceSwitch;
  /** Whether findings are made of the events. */
  readonly diagnosis: boolean;
  readonly ringBytes: number;
  readonly sampleOneIn: number;
  readonly payloadBytes: number;
  readonly isSecret: IsSecret;
  readonly graceMs: number;
  /** Between the stop signal and the first GOAWAY. */
  readonly drainDelayMs: number;
  readonly halfClosedIdleMs: number;
  readonly output: OutputConfig;
  readonly policy: PolicyConfig;
  /** For the user, a line each. */
  readonly warnings: readonly string[];
}

/** @throws ConfigError */
export function configOf(options: ServeOptions): Config {
  const { host, grpcPort, httpPort, log, traceFile, payloadBytes } = options;
  const shown = log ?? DEFAULT_LOG;
  const shownAs = isFormatName(shown) ? shown : undefined;
  refuseSharedPorts(options);
  if (options.trace !== 'on' && options.adminPort === 'off' && traceFile !== undefined) {
    throw new ConfigError(
      `--trace ${options.trace} leaves nothing to write to --trace-file ${traceFile}, and with --admin-port off nobody can switch it on`,
    );
  }
  return {
    host,
    grpcPort,
    httpPort,
    tcpEchoPort: options.tcpEchoPort,
    udpEchoPort: options.udpEchoPort,
    admin: adminConfigOf(options),
    channelz: options.channelz === 'on',
    tls: tlsConfigOf(options),
    isProxy: options.proxyProtocol,
    log: shownAs,
    traceFile,
    trace: options.trace,
    diagnosis: options.diagnosis === 'on',
    ringBytes: options.ringBytes,
    sampleOneIn: options.traceSample,
    payloadBytes,
    isSecret: isSecretOf(options),
    graceMs: options.graceSeconds * 1_000,
    drainDelayMs: options.drainDelaySeconds * 1_000,
    halfClosedIdleMs: options.halfClosedIdleSeconds * 1_000,
    output: outputConfigOf(options, shownAs !== undefined),
    policy: policyOf(options),
    warnings: warningsOf(options),
  };
}

/** What is named stays hidden, whatever is said while the server runs, and also where nothing else is. */
function isSecretOf({ redact, redactHeaders }: ServeOptions): IsSecret {
  return redact ? redactionOf([...SECRET_HEADER_NAMES, ...redactHeaders]) : redactOnly(redactHeaders);
}

/** Whatever the hosts: nobody wants to find out which of two services a port leads to. UDP has ports of its own. */
function refuseSharedPorts({ grpcPort, httpPort, tcpEchoPort, adminPort }: ServeOptions): void {
  const ports = { '--grpc-port': grpcPort, '--http-port': httpPort, '--tcp-echo-port': tcpEchoPort };
  const flagOf = new Map<number, string>();
  for (const [flag, port] of Object.entries({ ...ports, '--admin-port': adminPort })) {
    if (typeof port !== 'number' || port === 0) continue;
    const other = flagOf.get(port);
    if (other !== undefined) {
      throw new ConfigError(`${other} and ${flag} are both ${port}: give each its own, or 0 for a free one`);
    }
    flagOf.set(port, flag);
  }
}

/** What was asked for and has no effect, though nothing is wrong with going on. */
function warningsOf(options: ServeOptions): string[] {
  const { trace, log, traceFile } = options;
  const isAsked = traceFile !== undefined || (log !== undefined && log !== 'off');
  const warnings =
    trace !== 'on' && isAsked ? [`--trace ${trace}: nothing is shown or written until it is switched on`] : [];
  return [...warnings, ...adminWarnings(options, options.redact), ...policyWarnings(options)];
}
