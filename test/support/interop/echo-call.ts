/** One unary echo call as bytes, for tools that know HTTP/2 and not gRPC. */

export const ECHO_PATH = '/sre.echo.v1.EchoService/Echo';

export const GRPC_REQUEST_HEADERS: readonly string[] = ['content-type: application/grpc', 'te: trailers'];

/** The length-prefixed `EchoRequest { message = 1 }`; up to 125 ASCII characters, so that each length is one byte. */
export function echoRequestBody(message: string): Uint8Array {
  const text = new TextEncoder().encode(message);
  // Field 1, wire type LEN.
  const prefix = [0, 0, 0, 0, text.length + 2, 0x0a, text.length];
  return Uint8Array.of(...prefix, ...text);
}
