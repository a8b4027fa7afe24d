/** Certificates made in memory, by the library that makes those of --tls-self-signed. */

import { generate } from 'selfsigned';

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** Who signs it; itself, where absent. */
  readonly ca?: Certificate;
  readonly isCa?: boolean;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const DAY_MS = 86_400_000;

/** @param name its common name; it is for localhost and 127.0.0.1, and for servers and clients */
export async function certificate(name: string, options: CertificateOptions = {}): Promise<Certificate> {
  const { ca, isCa = false, notBefore, notAfter } = options;
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: notBefore ?? new Date(Date.now() - DAY_MS),
    notAfterDate: notAfter ?? new Date(Date.now() + DAY_MS),
    ...(ca === undefined ? {} : { ca }),
    extensions: [
      { name: 'basicConstraints', cA: isCa, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: isCa, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
