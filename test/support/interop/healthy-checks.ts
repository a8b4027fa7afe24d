/** Who asks whether the server is well, over and over: proxies and kubelets. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from '../server-process.ts';
import { type EnvoyForward, type EnvoyPart, startEnvoy } from './envoy.ts';
import { runGoClient } from './healthy-go.ts';
import { type HttpForward, startHttpHaProxy } from './healthy-haproxy.ts';
import type { HealthyRow, Traffic } from './healthy-row.ts';
import { runTool } from './tool.ts';

/** Faster than anybody checks in production, so that many checks are seen in little time. */
const INTERVAL_MS = 100;
const CHECKED_MS = 3_000;

/** Half of those for which there is time: what is measured is not how busy this machine is. */
const CHECKS = CHECKED_MS / INTERVAL_MS / 2;

const PROBES = 10;
const KINDS_OF_PROBES = 5;

/** Those that only connect call nothing. */
const CONNECTS: Traffic = { connections: CHECKS, calls: 0 };
const ON_ONE_CONNECTION: Traffic = { connections: 1, calls: CHECKS };
const ONE_CONNECTION_EACH: Traffic = { connections: CHECKS, calls: CHECKS };

export const CHECK_ROWS: readonly HealthyRow[] = [
  envoyRow('Envoy, HTTP health checks', 'h2c', ON_ONE_CONNECTION, ({ httpPort }) => {
    const check = { path: '/healthz', codec_client_type: 'HTTP2' };
    return { to: httpPort, cluster: envoyChecks({ http_health_check: check }) };
  }),
  envoyRow('Envoy, HTTP health checks', 'HTTP/1.1', ON_ONE_CONNECTION, ({ httpPort }) => {
    const cluster = envoyChecks({ http_health_check: { path: '/healthz' } });
    return { to: httpPort, upstream: 'http1', cluster };
  }),
  envoyRow('Envoy, gRPC health checks', 'h2c', ON_ONE_CONNECTION, ({ grpcPort }) => {
    return { to: grpcPort, cluster: envoyChecks({ grpc_health_check: {} }) };
  }),
  envoyRow('Envoy, gRPC health checks that do not reuse', 'h2c', ONE_CONNECTION_EACH, ({ grpcPort }) => {
    return { to: grpcPort, cluster: envoyChecks({ grpc_health_check: {} }, { reuse_connection: false }) };
  }),
  envoyRow('Envoy, TCP health checks', 'gRPC port', CONNECTS, ({ grpcPort }) => {
    return { to: grpcPort, cluster: envoyChecks({ tcp_health_check: {} }) };
  }),
  haproxyRow('HAProxy, connect checks', 'gRPC port', 'L4OK', ({ grpcPort }) => ({
    to: grpcPort,
    server: 'proto h2 check',
  })),
  haproxyRow('HAProxy, connect checks', 'HTTP port', 'L4OK', ({ httpPort }) => ({ to: httpPort, server: 'check' })),
  haproxyRow('HAProxy, httpchk', 'HTTP/1.1', 'L7OK', ({ httpPort }) => ({
    to: httpPort,
    server: 'check',
    lines: ['option httpchk GET /healthz'],
  })),
  haproxyRow('HAProxy, httpchk', 'h2c', 'L7OK', ({ httpPort }) => ({
    to: httpPort,
    server: 'check check-proto h2',
    lines: ['option httpchk', 'http-check send meth GET uri /healthz ver HTTP/2 hdr host haproxy'],
  })),
  ...(['grpcPort', 'httpPort'] as const).map(
    (port): HealthyRow => ({
      client: 'openssl, looks at the certificate',
      path: port === 'grpcPort' ? 'TLS, gRPC port' : 'TLS, HTTP port',
      async drive(server) {
        const connect = ['-connect', `127.0.0.1:${server[port]}`, '-alpn', 'h2'];
        for (let n = 0; n < PROBES; n++) {
          const { stdout } = await runTool('openssl', ['s_client', ...connect]);
          if (!/ALPN protocol: h2/.test(stdout)) throw new Error(stdout);
        }
        return { connections: PROBES, calls: 0 };
      },
    }),
  ),
  {
    client: `kubelet's httpGet, tcpSocket and grpc`,
    path: 'HTTP/1.1, TLS, h2c',
    async drive({ grpcPort, httpPort }, scratch) {
      const addresses = [`127.0.0.1:${grpcPort}`, `127.0.0.1:${httpPort}`];
      const traffic = await runGoClient(scratch, ['probes', ...addresses, String(PROBES)]);
      if (traffic.connections !== PROBES * KINDS_OF_PROBES) throw new Error(`${traffic.connections} probes`);
      return traffic;
    },
  },
];

function envoyChecks(kind: EnvoyPart, more: EnvoyPart = {}): EnvoyPart {
  const interval = `${INTERVAL_MS / 1_000}s`;
  // Without traffic it would ask once a minute.
  const pace = { interval, no_traffic_interval: interval, no_traffic_healthy_interval: interval };
  return {
    health_checks: [{ timeout: '2s', ...pace, unhealthy_threshold: 3, healthy_threshold: 1, ...kind, ...more }],
  };
}

function haproxyRow(
  client: string,
  path: string,
  expected: 'L4OK' | 'L7OK',
  forward: (server: ServerProcess) => HttpForward,
): HealthyRow {
  return {
    client,
    path,
    async drive(server, scratch) {
      const { server: options = '', ...rest } = forward(server);
      const haproxy = await startHttpHaProxy(scratch, [{ ...rest, server: `${options} inter ${INTERVAL_MS}ms` }]);
      await sleep(CHECKED_MS);
      const checks = await haproxy.checks();
      await haproxy.stop();
      if (checks.join() !== expected) throw new Error(`checks ended with ${checks}\n${haproxy.said()}`);
      // One that only connects resets before its handshake is complete: no server ever hears of it.
      return expected === 'L4OK' ? { connections: 0, calls: 0 } : { connections: CHECKS, calls: CHECKS };
    },
  };
}

function envoyRow(
  client: string,
  path: string,
  claimed: Traffic,
  forward: (server: ServerProcess) => EnvoyForward,
): HealthyRow {
  return {
    client,
    path,
    async drive(server, scratch) {
      const envoy = await startEnvoy(scratch, [forward(server)]);
      await sleep(CHECKED_MS);
      await envoy.stop();
      return claimed;
    },
  };
}
