/** Why a handshake failed, in words: what happened, and what to change. */

import type { ClientHello, Side } from '../trace/event.ts';
import type { TransportEnd } from '../trace/protocol-trace.ts';

export interface FailedHandshake {
  /** Of OpenSSL (`ERR_SSL_…`), of Node (`ERR_TLS_…`) or of the system (`ECONNRESET`). */
  readonly code: string;
  readonly message: string;
  /** The protocols that the client offered by ALPN, where it offered any. */
  readonly offered: readonly string[] | undefined;
  /** Those that the listener speaks. */
  readonly spoken: readonly string[];
  /** Why the client's certificate was not taken: a code of OpenSSL's verify(1), such as `CERT_HAS_EXPIRED`. */
  readonly certificateError: string | undefined;
  /** What the client said first, where all of it had come when the handshake began. */
  readonly hello: ClientHello | undefined;
}

/** Who gave up, and why. */
interface Reason {
  readonly by: Side;
  readonly words: string;
}

/** RFC 8446 §6.2: alerts by which a client says that it does not take our certificate; which one is a matter of its library. */
const NOT_TRUSTED = 'give the client the CA that signed it, or let it not verify (grpcurl -insecure, curl -k)';

const REASONS: { readonly [code: string]: Reason } = {
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: {
    by: 'CLIENT',
    words: `the client does not know the CA of our certificate (alert unknown_ca): ${NOT_TRUSTED}`,
  },
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: {
    by: 'CLIENT',
    words: `the client does not take our certificate (alert certificate_unknown): ${NOT_TRUSTED}`,
  },
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: {
    by: 'CLIENT',
    words: `the client does not take our certificate (alert bad_certificate), its CA or its names: ${NOT_TRUSTED}`,
  },
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: {
    by: 'CLIENT',
    words: 'our certificate has expired, says the client (alert certificate_expired): renew it, and compare the clocks',
  },
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: {
    by: 'SERVER',
    words:
      'the client showed no certificate, and --tls-client-ca asks for one: give it one (curl --cert, grpcurl -cert), ' +
      'or start with --tls-client-auth optional',
  },
  ERR_SSL_UNSUPPORTED_PROTOCOL: {
    by: 'SERVER',
    words: 'the client speaks no TLS version that we do: TLS 1.2 and 1.3 are spoken here',
  },
  ERR_SSL_NO_SHARED_CIPHER: {
    by: 'SERVER',
    words: 'no cipher in common: the client offers none that fits our certificate and TLS 1.2 or 1.3',
  },
  ERR_TLS_HANDSHAKE_TIMEOUT: {
    by: 'SERVER',
    words: 'the client did not finish it in time',
  },
  ECONNRESET: {
    by: 'CLIENT',
    words:
      'the client closed the connection before it was done: one that does not take our certificate may do so without an alert ' +
      '(Node and grpc-js do)',
  },
};

const NO_ALPN = 'ERR_SSL_NO_APPLICATION_PROTOCOL';

/** How a connection ended whose handshake failed. */
export function handshakeEnd(failed: FailedHandshake): TransportEnd {
  const { by, words } = reasonOf(failed);
  const error = `TLS handshake: ${words}`;
  const clientHello = clientHelloOf(failed);
  const known = clientHello === undefined ? { error } : { error, clientHello };
  if (by === 'SERVER') return { how: 'LOCAL', ...known };
  return { endedBy: 'CLIENT', how: isReset(failed) ? 'RST' : 'FIN', ...known };
}

/** Node tells what was offered of hellos that we have not read, and no more. */
function clientHelloOf({ hello, offered }: FailedHandshake): ClientHello | undefined {
  return hello ?? (offered === undefined ? undefined : { alpn: offered });
}

/** Node tells both ends of a connection by one code: a FIN is a "socket hang up". */
function isReset({ code, message }: FailedHandshake): boolean {
  return code === 'ECONNRESET' && message !== 'socket hang up';
}

function reasonOf({ code, message, offered = [], spoken, certificateError }: FailedHandshake): Reason {
  if (certificateError !== undefined) {
    const words = `the client's certificate is not one of --tls-client-ca, or not valid: ${certificateError}`;
    return { by: 'SERVER', words };
  }
  const isNoCommonAlpn = offered.length > 0 && !offered.some((name) => spoken.includes(name));
  if (code === NO_ALPN || isNoCommonAlpn) {
    const words = `no protocol in common: the client offers ${list(offered)} by ALPN, and this port speaks ${list(spoken)}`;
    return { by: 'SERVER', words };
  }
  const alert = /_ALERT_(\w+)$/.exec(code)?.[1]?.toLowerCase();
  if (alert !== undefined) return REASONS[code] ?? { by: 'CLIENT', words: `the client gave up with alert ${alert}` };
  return REASONS[code] ?? { by: 'SERVER', words: `${code}: ${message}` };
}

function list(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}
