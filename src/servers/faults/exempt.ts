/**
 * What no fault reaches: whoever asks here wants to know how the server is, or gets it out of a fault again. A fault of their
 * own is passed over and not refused: grpcurl sends the fields of `-H` to reflection too.
 */

const SERVICES: readonly string[] = ['/grpc.health.', '/grpc.reflection.', '/grpc.channelz.'];

const ENDPOINTS: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** @param path of a gRPC call */
export function isExemptCall(path: string): boolean {
  return SERVICES.some((service) => path.startsWith(service));
}

/** @param path of an HTTP request, without the query */
export function isExemptEndpoint(path: string): boolean {
  return ENDPOINTS.has(path);
}
