/** One call with grpcurl, whose words are those of grpc-go. */

import { runTool } from './tool.ts';

export interface GrpcurlCall {
  /** For example "sre.echo.v1.EchoService/Echo". */
  readonly method: string;
  /** Default: an empty message. */
  readonly request?: object;
  /** Default: 20. */
  readonly maxSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** More of its flags. Default: `-plaintext`. */
  readonly flags?: readonly string[];
}

export interface GrpcurlOutcome {
  /** By name: "OK", "DeadlineExceeded"; "" where there was no call. */
  readonly code: string;
  /** What it says of the failure. */
  readonly message: string;
  readonly stdout: string;
}

const PROTOS = ['sre/echo/v1/echo.proto', 'grpc/health/v1/health.proto'];

/** Our .proto files, so that reflection adds no streams to what is looked at. */
export async function callWithGrpcurl(port: number, call: GrpcurlCall): Promise<GrpcurlOutcome> {
  const { method, request = {}, maxSeconds = 20, headers = {}, flags = ['-plaintext'] } = call;
  const files = PROTOS.flatMap((file) => ['-proto', file]);
  const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const args = [...flags, '-import-path', 'protos', ...files, '-max-time', String(maxSeconds), ...fields, '-d', '@'];
  const { code, stdout, stderr } = await runTool(
    'grpcurl',
    [...args, `127.0.0.1:${port}`, method],
    JSON.stringify(request),
  );
  if (code === 0) return { code: 'OK', message: '', stdout };
  const [, name = '', message = stderr.trim()] = /Code: (\w+)\s+Message: (.*)/.exec(stderr) ?? [];
  return { code: name, message, stdout };
}
