/** Clients of gRPC with the settings that they have by default: each kind of call, metadata, some quiet, an orderly close. */

import { runGoClient } from './healthy-go.ts';
import { callWithGrpcJs } from './healthy-grpc-js.ts';
import { type HealthyRow, trafficFrom } from './healthy-row.ts';
import { GRPC_JAVA } from './interop-cases.ts';
import { runCase } from './interop-client.ts';
import { runTool, toolOutput } from './tool.ts';

const ECHO = 'sre.echo.v1.EchoService';

/** Of grpc-java all is in its interop cases but many calls on one channel, with and without quiet between them. */
const JAVA_SOAKS = [
  { path: 'h2c, many calls', calls: 500, waitMs: 0, bytes: 100 },
  { path: 'h2c, quiet between calls', calls: 4, waitMs: 1_500, bytes: 200_000 },
];

export const GRPC_ROWS: readonly HealthyRow[] = [
  {
    client: 'grpc-go',
    path: 'h2c',
    drive: ({ grpcPort }, scratch) => runGoClient(scratch, ['calls', `127.0.0.1:${grpcPort}`]),
  },
  ...JAVA_SOAKS.map(
    ({ path, calls, waitMs, bytes }): HealthyRow => ({
      client: 'grpc-java',
      path,
      async drive(server) {
        const sizes = [`--soak_request_size=${bytes}`, `--soak_response_size=${bytes}`];
        const pace = [`--soak_min_time_ms_between_rpcs=${waitMs}`, '--soak_overall_timeout_seconds=50'];
        const patient = '--soak_per_iteration_max_acceptable_latency_ms=30000';
        const flags = [`--soak_iterations=${calls}`, ...sizes, ...pace, patient];
        const { code, stdout, stderr } = await runCase(GRPC_JAVA, { name: 'rpc_soak', flags }, server);
        if (code !== 0) throw new Error(`exit code ${code}\n${stderr}${stdout}`);
        return { connections: 1, calls };
      },
    }),
  ),
  {
    client: 'grpc-python',
    path: 'h2c',
    async drive({ grpcPort }) {
      const args = ['test/support/interop/python-client.py', `127.0.0.1:${grpcPort}`];
      return trafficFrom(await toolOutput('python-with-grpc', args));
    },
  },
  {
    client: 'grpc-js',
    path: 'h2c',
    drive: ({ grpcPort }) => callWithGrpcJs(`127.0.0.1:${grpcPort}`),
  },
  {
    client: 'grpc-js',
    path: 'h2c, the HTTP port',
    drive: ({ httpPort }) => callWithGrpcJs(`127.0.0.1:${httpPort}`),
  },
  {
    client: 'grpcurl',
    path: 'h2c and h2 over TLS',
    async drive({ grpcPort }) {
      const target = `127.0.0.1:${grpcPort}`;
      const headers = ['-H', 'x-request-id: grpcurl'];
      for (const security of ['-plaintext', '-insecure']) {
        await toolOutput('grpcurl', [security, target, 'list']);
        await toolOutput('grpcurl', [security, target, 'describe', ECHO]);
        for (const method of ['Echo', 'EchoServerStream', 'EchoClientStream', 'EchoBidiStream']) {
          const call = [security, ...headers, '-d', '{"message": "hello"}', target, `${ECHO}/${method}`];
          if (!(await toolOutput('grpcurl', call)).includes('"hello"')) throw new Error(`grpcurl: ${method}`);
        }
      }
      // Each call asks by reflection first.
      return { connections: 12, calls: 2 * (1 + 1 + 4 * 2) };
    },
  },
  {
    client: 'buf curl',
    path: 'gRPC-Web, HTTP/1.1',
    async drive({ httpPort }) {
      const call = ['curl', '--protocol', 'grpcweb', '--schema', 'protos', '-d', '{"message":"hello"}'];
      const { code, stdout, stderr } = await runTool('npx', [
        'buf',
        ...call,
        `http://127.0.0.1:${httpPort}/${ECHO}/Echo`,
      ]);
      if (code !== 0 || !stdout.includes('"hello"')) throw new Error(`buf curl: ${code} ${stderr}${stdout}`);
      return { connections: 1, calls: 1 };
    },
  },
];
