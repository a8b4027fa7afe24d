/** Envoy, nginx and HAProxy in front of the server: the same calls and requests through each, then a quiet stop of the proxy. */

import { writeFileSync } from 'node:fs';
import type { ServerProcess } from '../server-process.ts';
import type { Daemon } from './daemon.ts';
import { ECHO_PATH, echoRequestBody, GRPC_REQUEST_HEADERS } from './echo-call.ts';
import { startEnvoy } from './envoy.ts';
import { runH2load } from './h2load.ts';
import { callWithGrpcJs } from './healthy-grpc-js.ts';
import { startHttpHaProxy } from './healthy-haproxy.ts';
import type { HealthyRow, Traffic } from './healthy-row.ts';
import { startNginx } from './nginx.ts';
import type { Scratch } from './scratch.ts';
import { toolOutput } from './tool.ts';

const LOAD = { requests: 1_000, clients: 4, streams: 10 };

const CURLS = 10;

interface Proxy extends Daemon {
  readonly ports: readonly number[];
}

export const PROXY_ROWS: readonly HealthyRow[] = [
  grpcRow('Envoy', 'h2c to h2c', ({ grpcPort }, scratch) => startEnvoy(scratch, [{ to: grpcPort }])),
  httpRow('Envoy', 'h2c to h2c', ({ httpPort }, scratch) => startEnvoy(scratch, [{ to: httpPort }])),
  httpRow('Envoy', 'h2c to HTTP/1.1', ({ httpPort }, scratch) =>
    startEnvoy(scratch, [{ to: httpPort, upstream: 'http1' }]),
  ),
  grpcRow('nginx, grpc_pass', 'h2c to h2c', ({ grpcPort }, scratch) =>
    startNginx(scratch, [{ http: nginxUpstream(grpcPort), location: ['grpc_pass grpc://server;'] }]),
  ),
  httpRow('nginx, proxy_pass', 'h2c to HTTP/1.1', ({ httpPort }, scratch) => {
    const location = ['proxy_pass http://server;', 'proxy_http_version 1.1;', 'proxy_set_header Connection "";'];
    return startNginx(scratch, [{ http: nginxUpstream(httpPort), location }]);
  }),
  grpcRow('HAProxy', 'h2c to h2c', ({ grpcPort }, scratch) =>
    startHttpHaProxy(scratch, [{ to: grpcPort, bind: 'proto h2', server: 'proto h2' }]),
  ),
  httpRow('HAProxy', 'h2c to h2c', ({ httpPort }, scratch) =>
    startHttpHaProxy(scratch, [{ to: httpPort, bind: 'proto h2', server: 'proto h2' }]),
  ),
  httpRow('HAProxy', 'h2c to HTTP/1.1', ({ httpPort }, scratch) =>
    startHttpHaProxy(scratch, [{ to: httpPort, bind: 'proto h2' }]),
  ),
];

/** Without `keepalive` it opens a connection for each request. */
function nginxUpstream(port: number): readonly string[] {
  return [`upstream server { server 127.0.0.1:${port}; keepalive 32; }`];
}

type Start = (server: ServerProcess, scratch: Scratch) => Promise<Proxy>;

/** Each kind of call by grpc-js, many at once by h2load, and grpcurl, which finds out by reflection first. */
function grpcRow(client: string, path: string, start: Start): HealthyRow {
  return rowOf(client, `gRPC, ${path}`, start, async (port, scratch) => {
    const { calls } = await callWithGrpcJs(`127.0.0.1:${port}`);
    const bodyFile = scratch.path('proxied-body');
    writeFileSync(bodyFile, echoRequestBody('hello'));
    const url = `http://127.0.0.1:${port}${ECHO_PATH}`;
    await runH2load({ ...LOAD, url, headers: GRPC_REQUEST_HEADERS, bodyFile });
    const call = ['-plaintext', '-d', '{"message":"hello"}', `127.0.0.1:${port}`, 'sre.echo.v1.EchoService/Echo'];
    await toolOutput('grpcurl', call);
    return { connections: 1, calls: calls + LOAD.requests + 2 };
  });
}

function httpRow(client: string, path: string, start: Start): HealthyRow {
  return rowOf(client, `HTTP, ${path}`, start, async (port, scratch) => {
    const base = `http://127.0.0.1:${port}`;
    await runH2load({ ...LOAD, url: `${base}/echo` });
    const body = scratch.path('proxied-upload');
    writeFileSync(body, 'x'.repeat(200_000));
    const curl = ['-sS', '--fail', '-o', '/dev/null', '--http2-prior-knowledge', '--max-time', '20'];
    for (let n = 0; n < CURLS; n++) {
      await toolOutput('curl', [...curl, `${base}/bytes/200000`]);
      await toolOutput('curl', [...curl, '--data-binary', `@${body}`, `${base}/upload`]);
    }
    return { connections: 1, calls: LOAD.requests + 2 * CURLS };
  });
}

function rowOf(
  client: string,
  path: string,
  start: Start,
  send: (port: number, scratch: Scratch) => Promise<Traffic>,
): HealthyRow {
  return {
    client,
    path,
    async drive(server, scratch) {
      const proxy = await start(server, scratch);
      try {
        return await send(proxy.ports[0] ?? 0, scratch);
      } catch (error) {
        throw new Error(`${error}\n${proxy.said()}`, { cause: error });
      } finally {
        await proxy.stop();
      }
    },
  };
}
