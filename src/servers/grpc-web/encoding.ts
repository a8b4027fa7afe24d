/** In which of its two forms a gRPC-Web call comes, and is answered. gRPC PROTOCOL-WEB, Content-Type and "Text-encoded streams". */

import type { IncomingHttpHeaders } from 'node:http2';

export type WebEncoding = 'binary' | 'base64';

export interface WebEncodings {
  readonly request: WebEncoding;
  readonly answer: WebEncoding;
}

/** The form of an answer, by its encoding. The format of messages is said always, as the protocol advises. */
export const ANSWER_TYPES: Readonly<Record<WebEncoding, string>> = {
  binary: 'application/grpc-web+proto',
  base64: 'application/grpc-web-text+proto',
};

/** Media types have no case, RFC 9110 §8.3.1. */
const GRPC_WEB = /^application\/grpc-web(?:-text)?(?:[+;\s]|$)/i;
const SERVED = /^application\/grpc-web(-text)?(?:\+proto)?\s*(?:;|$)/i;

export function isGrpcWeb({ 'content-type': type }: IncomingHttpHeaders): boolean {
  return type !== undefined && GRPC_WEB.test(type);
}

/** @returns undefined where the messages are no protobuf */
export function encodingsOf({ 'content-type': type = '', accept }: IncomingHttpHeaders): WebEncodings | undefined {
  const served = SERVED.exec(type);
  if (served === null) return undefined;
  const request = served[1] === undefined ? 'binary' : 'base64';
  return { request, answer: acceptedEncoding(accept) ?? request };
}

/** @returns undefined where Accept names no form of gRPC-Web: clients that do not care send none, or a wildcard */
function acceptedEncoding(accept = ''): WebEncoding | undefined {
  if (/\bapplication\/grpc-web-text\b/i.test(accept)) return 'base64';
  return /\bapplication\/grpc-web\b/i.test(accept) ? 'binary' : undefined;
}
