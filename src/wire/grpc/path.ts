/** Which method a call is for: gRPC PROTOCOL-HTTP2, Path → "/" Service-Name "/" {method name}. */

export interface RpcPath {
  /** With its package: "sre.echo.v1.EchoService". */
  readonly service: string;
  readonly method: string;
}

/** @returns undefined where the path is not of that form: some proxy put something before it, or it is no gRPC */
export function parsePath(path: string): RpcPath | undefined {
  if (!path.startsWith('/')) return undefined;
  const slash = path.indexOf('/', 1);
  if (slash < 2 || slash === path.length - 1 || path.includes('/', slash + 1)) return undefined;
  return { service: path.slice(1, slash), method: path.slice(slash + 1) };
}
