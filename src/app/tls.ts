/** From what the TLS options say to certificates and keys: the files are read here, at start and never again. */

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { TlsIdentity } from '../capture/tls.ts';
import type { IdentityConfig, TlsConfig } from '../cli/tls-config.ts';
import { messageOf } from './error-words.ts';
import { selfSigned } from './self-signed.ts';

export interface LoadedTls {
  readonly identity: TlsIdentity;
  /** SHA-256 of the certificate, as openssl x509 -fingerprint prints it. */
  readonly fingerprint: string;
  /** For the user, a line each. */
  readonly warnings: readonly string[];
}

/** @throws Error with the name of the flag. Never with what a file has in it */
export async function loadTls(config: TlsConfig, now = Date.now()): Promise<LoadedTls> {
  const { certificate, key } = await identityOf(config.identity);
  const ca = config.clients === undefined ? undefined : await caOf(config.clients.caFile);
  const clients =
    config.clients === undefined || ca === undefined ? {} : { clients: { ca, auth: config.clients.auth } };
  const first = new X509Certificate(certificate);
  return {
    identity: { certificate, key, ...clients },
    fingerprint: first.fingerprint256,
    warnings: validityWarnings(first, config.identity, now),
  };
}

async function identityOf(config: IdentityConfig): Promise<{ readonly certificate: string; readonly key: string }> {
  if (config.kind === 'SELF_SIGNED') return selfSigned();
  const ofCertificate = `--tls-cert ${config.certificateFile}`;
  const ofKey = `--tls-key ${config.keyFile}`;
  const certificate = await fileOf(ofCertificate, config.certificateFile);
  const key = await fileOf(ofKey, config.keyFile);
  const parsed = certificateOf(ofCertificate, certificate);
  if (!parsed.checkPrivateKey(keyOf(ofKey, key))) {
    throw new Error(`${ofKey} is not the key of the certificate in ${ofCertificate}: the two must be of one pair`);
  }
  try {
    createSecureContext({ cert: certificate, key });
  } catch (error) {
    // For example EE_KEY_TOO_SMALL: OpenSSL's own rules of what is good enough.
    throw new Error(`${ofCertificate}: not taken by OpenSSL: ${codeOf(error)}`);
  }
  return { certificate, key };
}

async function caOf(path: string): Promise<string> {
  const what = `--tls-client-ca ${path}`;
  const text = await fileOf(what, path);
  certificateOf(what, text);
  return text;
}

async function fileOf(what: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    throw new Error(`${what}: ${messageOf(error)}`, { cause: error });
  }
}

/** The first of them: that of the server, or of one CA of many. */
function certificateOf(what: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new Error(`${what}: expected a PEM certificate (-----BEGIN CERTIFICATE-----): ${codeOf(error)}`, {
      cause: error,
    });
  }
}

function keyOf(what: string, pem: string): KeyObject {
  // PKCS #8 says so in its first line, older forms in a field below it.
  if (/^(-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED)/m.test(pem)) {
    throw new Error(`${what}: it is encrypted, expected a key without a passphrase`);
  }
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw new Error(`${what}: expected a PEM private key (-----BEGIN PRIVATE KEY-----): ${codeOf(error)}`);
  }
}

/** Without the message: that of a parser may quote what it read. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
}

function validityWarnings({ validFrom, validTo }: X509Certificate, config: IdentityConfig, now: number): string[] {
  if (config.kind === 'SELF_SIGNED') return [];
  const what = `--tls-cert ${config.certificateFile}`;
  if (Date.parse(validTo) < now) return [`${what} has expired (${validTo}): clients that verify it will refuse it`];
  if (Date.parse(validFrom) > now)
    return [`${what} is not valid before ${validFrom}: clients that verify it will refuse it`];
  return [];
}
