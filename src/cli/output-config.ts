/** What the options of output mean, together with the others. */

import { ConfigError } from './config-error.ts';
import type { ServeOptions } from './options.ts';

export interface OutputConfig {
  readonly packetFile: string | undefined;
  readonly keyLog: string | undefined;
  readonly accessLog: AccessLogTarget | undefined;
  /** Undefined: no spans. */
  readonly otlpEndpoint: string | undefined;
  /** Whether the HTTP port has /metrics too. */
  readonly httpMetrics: boolean;
}

export type AccessLogTarget = { readonly kind: 'STDOUT' } | { readonly kind: 'FILE'; readonly path: string };

/** @param isLogShown whether stdout shows the trace. @throws ConfigError */
export function outputConfigOf(options: ServeOptions, isLogShown: boolean): OutputConfig {
  const { pcap, tlsKeylog, accessLog, otlpEndpoint, httpMetrics } = options;
  const hasTls = options.tlsCert !== undefined || options.tlsSelfSigned === true;
  if (tlsKeylog !== undefined && !hasTls) {
    throw new ConfigError('--tls-keylog needs TLS: give --tls-cert and --tls-key too, or --tls-self-signed');
  }
  if (accessLog === '-' && isLogShown) {
    throw new ConfigError('--access-log - and the trace would both go to stdout: give --log off too, or a file');
  }
  return {
    packetFile: pcap,
    keyLog: tlsKeylog,
    accessLog: targetOf(accessLog),
    otlpEndpoint,
    httpMetrics: httpMetrics === 'on',
  };
}

function targetOf(accessLog: string | undefined): AccessLogTarget | undefined {
  if (accessLog === undefined) return undefined;
  return accessLog === '-' ? { kind: 'STDOUT' } : { kind: 'FILE', path: accessLog };
}
