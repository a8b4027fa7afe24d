/** The status that a gRPC client makes up where none came. */

/** gRPC doc/http-grpc-status-mapping.md; all others are UNKNOWN, 200 too. */
const OF_HTTP: { readonly [status: string]: string } = {
  400: 'INTERNAL',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'UNIMPLEMENTED',
  429: 'UNAVAILABLE',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'UNAVAILABLE',
};

/** gRPC doc/PROTOCOL-HTTP2.md, Errors; all others are INTERNAL. */
const OF_RESET: { readonly [error: string]: string } = {
  REFUSED_STREAM: 'UNAVAILABLE',
  CANCEL: 'CANCELLED',
  ENHANCE_YOUR_CALM: 'RESOURCE_EXHAUSTED',
  INADEQUATE_SECURITY: 'PERMISSION_DENIED',
};

export function statusOfHttp(httpStatus: string): string {
  return OF_HTTP[httpStatus] ?? 'UNKNOWN';
}

/** @param error the name of the code of RST_STREAM */
export function statusOfReset(error: string): string {
  return OF_RESET[error] ?? 'INTERNAL';
}
