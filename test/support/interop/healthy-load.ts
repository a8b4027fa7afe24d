/** Load generators: h2load, ghz and k6, a few thousand calls each. */

import { writeFileSync } from 'node:fs';
import { ECHO_PATH, echoRequestBody, GRPC_REQUEST_HEADERS } from './echo-call.ts';
import { runGhz } from './ghz.ts';
import { runH2load } from './h2load.ts';
import type { HealthyRow, Traffic } from './healthy-row.ts';
import { toolOutput } from './tool.ts';

const H2LOAD = { requests: 2_000, clients: 4, streams: 50 };

const GHZ = { callsPerSecond: 500, connections: 5, concurrency: 50, seconds: 3 };

/** What the scripts do, k6-http.js and k6-grpc.js. */
const K6_HTTP = { users: 5, requests: 800 };
const K6_GRPC = { iterations: 20, calls: 31 };

const K6 = ['run', '--quiet', '--no-usage-report', '--no-color'];

const SCRIPTS = 'test/support/interop';

export const LOAD_ROWS: readonly HealthyRow[] = [
  {
    client: 'h2load',
    path: 'HTTP, h2c',
    async drive({ httpPort }) {
      await runH2load({ ...H2LOAD, url: `http://127.0.0.1:${httpPort}/echo` });
      return { connections: H2LOAD.clients, calls: H2LOAD.requests };
    },
  },
  {
    client: 'h2load',
    path: 'HTTP, h2 over TLS',
    async drive({ httpPort }) {
      await runH2load({ ...H2LOAD, url: `https://127.0.0.1:${httpPort}/bytes/10000` });
      return { connections: H2LOAD.clients, calls: H2LOAD.requests };
    },
  },
  {
    client: 'h2load',
    path: 'gRPC, h2c',
    async drive({ grpcPort }, scratch) {
      const bodyFile = scratch.path('h2load-body');
      writeFileSync(bodyFile, echoRequestBody('hello'));
      const url = `http://127.0.0.1:${grpcPort}${ECHO_PATH}`;
      await runH2load({ ...H2LOAD, url, headers: GRPC_REQUEST_HEADERS, bodyFile });
      return { connections: H2LOAD.clients, calls: H2LOAD.requests };
    },
  },
  {
    client: 'ghz',
    path: 'gRPC, h2c',
    async drive({ grpcPort }) {
      const { statuses, errors } = await runGhz({ port: grpcPort, ...GHZ });
      const { OK = 0, ...others } = statuses;
      if (Object.keys(others).length > 0) throw new Error(`ghz: ${JSON.stringify({ statuses, errors })}`);
      return { connections: GHZ.connections, calls: OK };
    },
  },
  {
    client: 'k6',
    path: 'HTTP/1.1',
    drive: ({ httpPort }) => k6Http(`http://127.0.0.1:${httpPort}`, 'HTTP/1.1'),
  },
  {
    client: 'k6',
    path: 'HTTP, h2 over TLS',
    drive: ({ httpPort }) => k6Http(`https://127.0.0.1:${httpPort}`, 'HTTP/2.0'),
  },
  {
    client: 'k6',
    path: 'gRPC, h2c',
    async drive({ grpcPort }) {
      const { iterations, calls } = K6_GRPC;
      const settings = ['-e', `ADDRESS=127.0.0.1:${grpcPort}`, '-e', `PROTOS=${process.cwd()}/protos`];
      // Its exit code is that of the thresholds in the script: each call was OK, and as many came as were made.
      await toolOutput('k6', [...K6, ...settings, `${SCRIPTS}/k6-grpc.js`]);
      return { connections: iterations, calls: iterations * calls };
    },
  },
];

async function k6Http(base: string, protocol: string): Promise<Traffic> {
  await toolOutput('k6', [...K6, '-e', `BASE=${base}`, '-e', `PROTOCOL=${protocol}`, `${SCRIPTS}/k6-http.js`]);
  return { connections: K6_HTTP.users, calls: K6_HTTP.requests };
}
