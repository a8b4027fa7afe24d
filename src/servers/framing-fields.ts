/**
 * Fields that say where a message ends, or are about its connection, by their names in lower case: RFC 9110 §7.6.1 and §8.6,
 * RFC 9112 §6, RFC 9113 §8.2.2. Whoever chooses fields of an answer, a request or a gRPC handler, cannot choose these.
 */
export const FRAMING_FIELDS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
