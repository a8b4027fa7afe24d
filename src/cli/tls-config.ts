/** What the TLS options mean together. */

import { ConfigError } from './config-error.ts';
import { DEFAULT_CLIENT_AUTH, type TlsOptions } from './options/tls.ts';

export interface TlsConfig {
  readonly identity: IdentityConfig;
  /** Absent: clients are not asked for a certificate. */
  readonly clients?: { readonly caFile: string; readonly auth: 'require' | 'optional' };
}

export type IdentityConfig =
  | { readonly kind: 'FILES'; readonly certificateFile: string; readonly keyFile: string }
  | { readonly kind: 'SELF_SIGNED' };

/** @returns undefined: clear text only. @throws ConfigError */
export function tlsConfigOf({ tlsCert, tlsKey, tlsSelfSigned, ...clients }: TlsOptions): TlsConfig | undefined {
  const isSelfSigned = tlsSelfSigned === true;
  if (isSelfSigned && (tlsCert !== undefined || tlsKey !== undefined)) {
    const other = tlsCert === undefined ? '--tls-key' : '--tls-cert';
    throw new ConfigError(`--tls-self-signed makes a certificate and its key: give it or ${other}, not both`);
  }
  if (tlsCert !== undefined && tlsKey === undefined) throw new ConfigError('--tls-cert needs its --tls-key');
  if (tlsKey !== undefined && tlsCert === undefined) throw new ConfigError('--tls-key needs its --tls-cert');
  const verified = clientsOf(clients);
  if (tlsCert !== undefined && tlsKey !== undefined) {
    return { identity: { kind: 'FILES', certificateFile: tlsCert, keyFile: tlsKey }, ...verified };
  }
  if (isSelfSigned) return { identity: { kind: 'SELF_SIGNED' }, ...verified };
  if (verified.clients === undefined) return undefined;
  throw new ConfigError('--tls-client-ca needs TLS: give --tls-cert and --tls-key too, or --tls-self-signed');
}

function clientsOf({ tlsClientCa, tlsClientAuth }: TlsOptions): Pick<TlsConfig, 'clients'> {
  if (tlsClientCa !== undefined) {
    return { clients: { caFile: tlsClientCa, auth: tlsClientAuth ?? DEFAULT_CLIENT_AUTH } };
  }
  if (tlsClientAuth === undefined) return {};
  throw new ConfigError(
    `--tls-client-auth ${tlsClientAuth} needs --tls-client-ca: certificates are verified with its CAs`,
  );
}
