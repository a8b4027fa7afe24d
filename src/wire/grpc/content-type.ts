/** Is it gRPC, and in which form? gRPC PROTOCOL-HTTP2, Content-Type; gRPC-Web: PROTOCOL-WEB. */

/** `grpc-web-text` is gRPC-Web in base64, and cannot be deframed as it stands. */
export type GrpcProtocol = 'grpc' | 'grpc-web' | 'grpc-web-text';

export interface GrpcContentType {
  readonly protocol: GrpcProtocol;
  /** What the messages are, in lower case: "proto", "json", or a custom one. "proto" also where none is named. */
  readonly format: string;
}

const PREFIX = 'application/';
const DEFAULT_FORMAT = 'proto';
const PROTOCOLS: ReadonlyMap<string, GrpcProtocol> = new Map([
  ['grpc', 'grpc'],
  ['grpc-web', 'grpc-web'],
  ['grpc-web-text', 'grpc-web-text'],
]);

/** What most clients send, made once. */
const PLAIN_GRPC: GrpcContentType = { protocol: 'grpc', format: DEFAULT_FORMAT };

/**
 * Stricter than "begins with application/grpc": `application/grpcx` is not ours, as grpc-go and grpc-java see it too.
 *
 * @param value as sent, in any case (RFC 9110 §8.3.1) and with or without parameters
 * @returns undefined where it is not gRPC
 */
export function parseContentType(value: string): GrpcContentType | undefined {
  if (value === 'application/grpc') return PLAIN_GRPC;
  const mediaType = upTo(value, ';').trim().toLowerCase();
  if (!mediaType.startsWith(PREFIX)) return undefined;
  const name = upTo(mediaType, '+');
  const protocol = PROTOCOLS.get(name.slice(PREFIX.length));
  if (protocol === undefined) return undefined;
  return { protocol, format: mediaType.slice(name.length + 1) || DEFAULT_FORMAT };
}

function upTo(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? text : text.slice(0, at);
}
