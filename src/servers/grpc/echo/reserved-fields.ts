/** Header fields that a response cannot be asked to have: they would break it, or say what the server says itself. */

import { ID_FIELDS } from '../../../reply-id-fields.ts';

/** RFC 9113 §8.2.2; http2-settings is of RFC 7540 §3.2.1. */
const CONNECTION_SPECIFIC: ReadonlySet<string> = new Set([
  ...['connection', 'http2-settings', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'],
]);

interface Rule {
  readonly matches: (name: string) => boolean;
  readonly reason: string;
}

const RULES: readonly Rule[] = [
  { matches: (name) => name.startsWith(':'), reason: 'a pseudo-header field (RFC 9113 §8.3)' },
  {
    matches: (name) => name.startsWith('grpc-'),
    reason: 'gRPC keeps grpc-* for itself; a status is asked for with `status`, compression with `gzip`',
  },
  { matches: (name) => CONNECTION_SPECIFIC.has(name), reason: 'about the connection (RFC 9113 §8.2.2)' },
  { matches: (name) => name === 'te', reason: 'only requests have it (RFC 9113 §8.2.2)' },
  { matches: (name) => name === 'content-type', reason: 'it says that this is gRPC, and the server sends it' },
  { matches: (name) => ID_FIELDS.has(name), reason: 'it says where this reply is in a trace, and the server sends it' },
  { matches: (name) => name === 'content-length', reason: 'clients end a stream that has another length' },
];

/** @param name in lower case; @returns why it is reserved, undefined where it is not */
export function reservedBecause(name: string): string | undefined {
  return RULES.find(({ matches }) => matches(name))?.reason;
}

/** Node sends these once, and throws where there are more; RFC 9110 §5.3 allows a list only where its field is one. */
const SINGLE_VALUE: ReadonlySet<string> = new Set([
  ...['access-control-allow-credentials', 'access-control-max-age', 'access-control-request-method', 'age'],
  ...['authorization', 'content-encoding', 'content-language', 'content-location', 'content-md5', 'content-range'],
  ...['date', 'dnt', 'etag', 'expires', 'from', 'host', 'if-match', 'if-modified-since', 'if-none-match', 'if-range'],
  ...['if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'range', 'referer'],
  ...['retry-after', 'tk', 'upgrade-insecure-requests', 'user-agent', 'x-content-type-options'],
]);

export function isSingleValue(name: string): boolean {
  return SINGLE_VALUE.has(name);
}
