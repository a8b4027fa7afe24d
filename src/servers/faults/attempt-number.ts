/** gRPC A6 (client retries): attempts before this one, absent on the first. */
const PREVIOUS_ATTEMPTS = 'grpc-previous-rpc-attempts';

/** Envoy's `include_request_attempt_count`: from 1. Its retries are not counted by the field of gRPC. */
const ENVOY_ATTEMPT = 'x-envoy-attempt-count';

type FieldValue = string | readonly string[] | number | undefined;

/** @returns from 1; 1 also where the fields are no numbers */
export function attemptNumber(headers: { readonly [name: string]: FieldValue }): number {
  const previous = count(headers[PREVIOUS_ATTEMPTS]);
  return previous === undefined ? Math.max(count(headers[ENVOY_ATTEMPT]) ?? 1, 1) : previous + 1;
}

function count(value: FieldValue): number | undefined {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
