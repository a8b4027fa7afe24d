/** Where a collector takes OTLP over gRPC. */

/** https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-default-port */
const DEFAULT_PORT = 4317;
const MAX_PORT = 65_535;

const FORM = /^(https?):\/\/(\[[0-9a-f:.]+\]|[^/:?#@[\]\s]+)(?::([0-9]{1,5}))?\/?$/i;

export interface Endpoint {
  /** As grpc-js takes it. */
  readonly target: string;
  readonly isTls: boolean;
}

/**
 * @param url `http://host[:port]`, in clear text, or `https://host[:port]`, with the certificates that Node trusts
 * @throws Error that says what came and what was expected
 */
export function parseEndpoint(url: string): Endpoint {
  const [, scheme = '', host = '', port = String(DEFAULT_PORT)] = FORM.exec(url) ?? [];
  const isPort = Number(port) >= 1 && Number(port) <= MAX_PORT;
  if (host === '' || !isPort) {
    throw new Error(`"${url}" is no endpoint of a collector, expected http://host:port or https://host:port`);
  }
  // With the scheme of its resolver: `unix:4317` would be a socket's path.
  return { target: `dns:///${host}:${Number(port)}`, isTls: scheme.toLowerCase() === 'https' };
}
