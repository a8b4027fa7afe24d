/** Errors and timeouts of a check in words: what happened, and what to look at. */

import { ALPN } from './alpn.ts';
import type { Stage } from './attempt.ts';
import { clearText, overHttp, wantsTls } from './hints.ts';
import type { Target } from './target.ts';
import { bounded, notHealthy, type Verdict } from './verdict.ts';

/** @param stage that the check had reached */
export function timeoutVerdict(target: Target, stage: Stage): Verdict {
  return notHealthy('timed out', silence(target, stage));
}

function silence(target: Target, stage: Stage): string {
  const hangs = target.isTls ? 'the process hangs' : `the process hangs, or ${wantsTls(target)}`;
  switch (stage) {
    case 'LOOKUP':
      return `the name ${bounded(target.host)} was not resolved: DNS does not answer`;
    case 'CONNECT':
      return 'there was no TCP connection: a firewall or NetworkPolicy drops packets, the host is down, or its backlog is full';
    case 'TLS':
      return `connected, but TLS was not answered: the process hangs, or speaks clear text (${target.protocol}://)`;
    case 'SETTINGS':
      return `connected, but no HTTP/2 came: ${hangs}`;
    case 'ANSWER':
      return target.protocol === 'grpc'
        ? 'HTTP/2 is spoken, but Check was not answered: its handler hangs, or what it waits for'
        : `connected, but the request was not answered: ${hangs}`;
    case 'BODY':
      return 'the response began and did not end: its handler hangs, or what it waits for';
  }
}

/** @throws the error, where it is not of the network nor of the peer, but a bug */
export function errorVerdict(target: Target, stage: Stage, error: unknown): Verdict {
  const { code, message, raw } = factsOf(error);
  if (code === undefined) throw error;
  const known = socketTrouble(target, stage, code) ?? tlsTrouble(target, code) ?? protocolTrouble(target, code, raw);
  return known ?? notHealthy(`failed (${bounded(message)})`, undefined);
}

interface ErrorFacts {
  readonly code: string | undefined;
  readonly message: string;
  /** What could not be parsed. */
  readonly raw: Uint8Array | undefined;
}

function factsOf(error: unknown): ErrorFacts {
  // A name with several addresses: the last one was tried to its end, the others for a quarter of a second each.
  const told = error instanceof AggregateError ? error.errors.at(-1) : error;
  if (!(told instanceof Error)) return { code: undefined, message: '', raw: undefined };
  const [code, raw]: unknown[] = [Reflect.get(told, 'code'), Reflect.get(told, 'rawPacket')];
  return {
    code: typeof code === 'string' ? code : undefined,
    message: told.message,
    raw: raw instanceof Uint8Array ? raw : undefined,
  };
}

function socketTrouble(target: Target, stage: Stage, code: string): Verdict | undefined {
  switch (code) {
    case 'ENOTFOUND':
      return notHealthy('has no address', `DNS does not know ${bounded(target.host)}: a typo, or the wrong namespace`);
    case 'EAI_AGAIN':
      return notHealthy('has no address', `DNS does not answer for ${bounded(target.host)}`);
    case 'ECONNREFUSED':
      return notHealthy(
        'refused the connection',
        'nothing listens there: not up yet, crashed, or another address or port',
      );
    case 'ETIMEDOUT':
      return timeoutVerdict(target, stage);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return notHealthy('cannot be reached', `no route to it (${code}): the host is down, or a firewall says no`);
    case 'ECONNRESET':
    case 'EPIPE':
      return closedVerdict(target, stage);
    default:
      return undefined;
  }
}

/** By FIN or by RST: servers use either. */
export function closedVerdict(target: Target, stage: Stage): Verdict {
  if (stage === 'TLS') {
    return notHealthy('closed the connection in the TLS handshake', `is it a TLS port? ${clearText(target)}`);
  }
  if (stage === 'BODY') return notHealthy('closed the connection in its response', 'it was cut off, or has crashed');
  const hasSpoken = target.protocol === 'grpc' && stage === 'ANSWER';
  const wants = hasSpoken ? '' : `, or ${target.isTls ? WANTS_CERTIFICATE : wantsTls(target)}`;
  return notHealthy('closed the connection without an answer', `it stops or has crashed${wants}`);
}

const WANTS_CERTIFICATE = 'wants a client certificate (--cert, --key)';

/** Node's names for what OpenSSL found where a TLS record should have been. */
const NOT_TLS = ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_RECORD_LAYER_FAILURE'];

const NOT_TRUSTED = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

function tlsTrouble(target: Target, code: string): Verdict | undefined {
  if (NOT_TLS.includes(code)) return notHealthy('speaks no TLS', clearText(target));
  if (NOT_TRUSTED.includes(code)) {
    return notHealthy(
      `has a certificate that is not trusted (${code})`,
      'give its CA with --ca, or --insecure-skip-verify',
    );
  }
  if (code === 'CERT_HAS_EXPIRED') return notHealthy('has a certificate that has expired', 'renew it');
  if (code === 'CERT_NOT_YET_VALID') return notHealthy('has a certificate of the future', 'are the clocks right?');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return notHealthy(`has a certificate for other names than ${bounded(target.host)}`, 'ask by a name that is in it');
  }
  const alert = /^ERR_SSL_\w+_ALERT_(\w+)$/.exec(code)?.[1];
  if (alert !== undefined) return notHealthy(`ended TLS with the alert ${alert}`, alertHint(target, alert));
  return code.startsWith('ERR_SSL_') ? notHealthy(`failed in TLS (${code})`, undefined) : undefined;
}

function alertHint({ protocol }: Target, alert: string): string | undefined {
  if (alert === 'NO_APPLICATION_PROTOCOL') return `it does not speak ${ALPN[protocol]} over TLS`;
  return /CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE/.test(alert) ? `it ${WANTS_CERTIFICATE} that it trusts` : undefined;
}

function protocolTrouble(target: Target, code: string, raw: Uint8Array | undefined): Verdict | undefined {
  if (code.startsWith('HPE_')) return notHealthy(`answered with no HTTP/1.1 (${code})`, guess(target, raw));
  if (code !== 'ERR_HTTP2_ERROR') return undefined;
  const tls = target.isTls ? '' : 'TLS is grpcs://, ';
  return notHealthy(
    'answered with no HTTP/2',
    `another protocol is spoken there: ${tls}HTTP/1.1 is ${overHttp(target)}`,
  );
}

/** Of TLS an alert (RFC 8446 §5.1), of HTTP/2 a SETTINGS frame, which comes first (RFC 9113 §3.4). */
const TLS_ALERT = 0x15;
const SETTINGS = 0x04;

function guess(target: Target, raw: Uint8Array | undefined): string | undefined {
  if (raw?.[0] === TLS_ALERT) return `it ${wantsTls(target)}`;
  if (raw?.[0] === 0 && raw[3] === SETTINGS) return 'it speaks HTTP/2: if it is a gRPC server, grpc://host:port';
  return undefined;
}
