/** TLS on the ports of clear text, and whose certificates clients show. */

import { EnvOption } from '../environment.ts';
import { flag, notEmpty } from './values.ts';

/** All absent: clear text only. What goes together, `tls-config.ts` says. */
export interface TlsOptions {
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsSelfSigned?: boolean;
  readonly tlsClientCa?: string;
  /** Absent: DEFAULT_CLIENT_AUTH, where there is a CA. */
  readonly tlsClientAuth?: 'require' | 'optional';
}

export const DEFAULT_CLIENT_AUTH = 'require';

/** As Envoy's `require_client_certificate` and nginx's `ssl_verify_client on` and `optional`. */
export function tlsOptions(): EnvOption[] {
  return [
    new EnvOption(
      '--tls-cert <file>',
      'TLS next to clear text on both ports, with this certificate and those that it needs behind it (PEM)',
      'SRE_TLS_CERT',
    ).argParser(notEmpty),
    new EnvOption('--tls-key <file>', 'the private key of --tls-cert (PEM, not encrypted)', 'SRE_TLS_KEY').argParser(
      notEmpty,
    ),
    flag(
      '--tls-self-signed',
      'TLS with a certificate made at start, in memory, for localhost and the host name',
      'SRE_TLS_SELF_SIGNED',
    ),
    new EnvOption(
      '--tls-client-ca <file>',
      'mutual TLS: ask clients for a certificate, and verify it with these CAs (PEM)',
      'SRE_TLS_CLIENT_CA',
    ).argParser(notEmpty),
    new EnvOption(
      '--tls-client-auth <mode>',
      `with --tls-client-ca: whether a client may do without a certificate (default: "${DEFAULT_CLIENT_AUTH}")`,
      'SRE_TLS_CLIENT_AUTH',
    ).choices(['require', 'optional']),
  ];
}
