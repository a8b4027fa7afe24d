/** A certificate that its own key signs, for who wants TLS and has no certificate. It is on no disk. */

import { isIP } from 'node:net';
import { hostname } from 'node:os';

export interface SelfSigned {
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
}

/** Nobody renews it while the server runs; browsers take none of more than 398 days. */
const VALID_DAYS = 365;

/** Clocks differ. */
const BACKDATED_HOURS = 1;

const HOUR_MS = 3_600_000;

/** §4.2.1.6 of RFC 5280, the kinds of GeneralName: dNSName, iPAddress. */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/** RFC 1123 §2.1: what else a host may be called has no place in a certificate. */
const HOST_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i;

export async function selfSigned(host = hostname(), now = Date.now()): Promise<SelfSigned> {
  // On first use: it takes a tenth of a second to load.
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'sre-test-server' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - BACKDATED_HOURS * HOUR_MS),
    notAfterDate: new Date(now + VALID_DAYS * 24 * HOUR_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: namesOf(host) },
    ],
  });
  return { certificate: made.cert, key: made.private };
}

function namesOf(host: string): ({ type: 2; value: string } | { type: 7; ip: string })[] {
  const isName = HOST_NAME.test(host) && isIP(host) === 0 && host !== 'localhost';
  return [
    { type: DNS_NAME, value: 'localhost' },
    ...(isName ? [{ type: DNS_NAME, value: host } as const] : []),
    { type: IP_ADDRESS, ip: '127.0.0.1' },
    { type: IP_ADDRESS, ip: '::1' },
  ];
}
