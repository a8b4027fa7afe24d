/** Where what is known of the traffic goes, beside the trace itself. */

import { InvalidArgumentError, type Option } from 'commander';
import { EnvOption } from '../environment.ts';
import { notEmpty, onOff } from './values.ts';

/** All absent: nothing goes there. What goes together, `output-config.ts` says. */
export interface OutputOptions {
  readonly pcap?: string;
  readonly tlsKeylog?: string;
  readonly accessLog?: string;
  readonly otlpEndpoint?: string;
  readonly httpMetrics: 'on' | 'off';
}

export function outputOptions(): Option[] {
  return [
    new EnvOption(
      '--pcap <file>',
      'append each byte of each connection, credentials and all, as clear text to this file (pcapng, for Wireshark)',
      'SRE_PCAP',
    ).argParser(notEmpty),
    new EnvOption(
      '--tls-keylog <file>',
      'append the secrets of each TLS connection to this file, as SSLKEYLOGFILE does: decrypts captures made elsewhere',
      'SRE_TLS_KEYLOG',
    ).argParser(notEmpty),
    new EnvOption(
      '--access-log <file>',
      'append a line of JSON for each call and request to this file; - is stdout',
      'SRE_ACCESS_LOG',
    ).argParser(notEmpty),
    new EnvOption(
      '--otlp-endpoint <url>',
      'send a span for each call and request to this OpenTelemetry collector: http://host:4317, or https://',
      'SRE_OTLP_ENDPOINT',
    ).argParser(collector),
    onOff('--http-metrics <switch>', 'on: /metrics on the HTTP port as well, for everybody', 'SRE_HTTP_METRICS'),
  ];
}

/** @returns with the port that OTLP has where none was typed. @throws InvalidArgumentError */
export function collector(typed: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  const isPlain = url !== undefined && url.pathname === '/' && url.search === '' && url.hash === '' && !hasUser(url);
  if (url === undefined || !isPlain || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    throw new InvalidArgumentError(
      'Expected http://host:port, or https:// for TLS, and no path: it is spoken to by gRPC.',
    );
  }
  // URL leaves the port out where it is that of the scheme.
  return `${url.protocol}//${url.hostname}:${/:(\d+)\/?$/.exec(typed)?.[1] ?? OTLP_PORT}`;
}

/** https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-default-port */
const OTLP_PORT = 4317;

function hasUser({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}
