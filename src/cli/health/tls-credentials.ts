/** The TLS flags of `health`, and the files that they name. */

import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import { ConfigError } from '../config-error.ts';
import type { HealthOptions } from '../options/health.ts';

export interface TlsCredentials {
  readonly secureContext: SecureContext;
  readonly rejectUnauthorized: boolean;
}

/** @throws ConfigError where a file has not what it is to have */
export function tlsCredentials({ ca, cert, key, insecureSkipVerify = false }: HealthOptions): TlsCredentials {
  if (cert !== undefined && key === undefined) throw new ConfigError('--cert needs its --key');
  if (key !== undefined && cert === undefined) throw new ConfigError('--key needs its --cert');
  const secureContext = contextOf({
    ...(ca === undefined ? {} : { ca: certificates('--ca', ca) }),
    ...(cert === undefined ? {} : { cert: certificates('--cert', cert) }),
    ...(key === undefined ? {} : { key: contentOf('--key', key) }),
  });
  return { secureContext, rejectUnauthorized: !insecureSkipVerify };
}

/** Node takes a file without certificates for no CAs at all, and says so as if the peer's certificate were wrong. */
function certificates(flag: string, path: string): Buffer {
  const content = contentOf(flag, path);
  try {
    new X509Certificate(content);
  } catch {
    throw new ConfigError(`${flag} ${path}: it has no certificate: expected PEM, -----BEGIN CERTIFICATE-----`);
  }
  return content;
}

function contentOf(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ConfigError(`${flag} ${path}: ${wordsOf(error)}`);
  }
}

function contextOf(files: Parameters<typeof createSecureContext>[0]): SecureContext {
  try {
    return createSecureContext(files);
  } catch (error) {
    throw new ConfigError(`--cert and --key do not go together, or the key cannot be read: ${wordsOf(error)}`);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
