import type { Sniffed } from './sniff.ts';
import type { SpliceObserver } from './splice.ts';

const TLS_IN_CLEAR =
  'the client speaks TLS, and this server has no certificate: start it with --tls-self-signed, or with --tls-cert and --tls-key, ' +
  'or let the client speak clear text (grpcurl -plaintext, http://)';

const TLS_IN_TLS = 'the client speaks TLS inside of TLS: what is in front of this server encrypts again';

/** @returns the observer, told at the end of a connection that was handed on as TLS what is the matter */
export function explained(observer: SpliceObserver, sniffed: Sniffed | undefined, isSecured: boolean): SpliceObserver {
  if (sniffed !== 'tls') return observer;
  const words = isSecured ? TLS_IN_TLS : TLS_IN_CLEAR;
  return {
    chunk: (from, chunk) => observer.chunk(from, chunk),
    end: (end) => observer.end({ ...end, error: end.error === undefined ? words : `${words}; ${end.error}` }),
  };
}
