/** How a content-type says that the messages of gRPC are sent. */

/** `grpc-web-text` is gRPC-Web in base64. */
export type GrpcFraming = 'grpc' | 'grpc-web' | 'grpc-web-text';

const PREFIX = 'application/grpc';

/** What may follow the name of a media type: a format, a parameter, or nothing. */
const END_OF_NAME = /[+;\s]/;

/** @returns undefined where it is no gRPC, in any of its framings; gRPC PROTOCOL-HTTP2, Content-Type, and PROTOCOL-WEB */
export function grpcFraming(contentType: string | undefined): GrpcFraming | undefined {
  if (contentType === PREFIX) return 'grpc';
  if (contentType?.startsWith(PREFIX) !== true) return undefined;
  const name = contentType.slice(PREFIX.length).split(END_OF_NAME, 1)[0] ?? '';
  if (name === '') return 'grpc';
  if (name === '-web') return 'grpc-web';
  return name === '-web-text' ? 'grpc-web-text' : undefined;
}
