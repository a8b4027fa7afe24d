/** Envoy in front of a server, each of its listeners with another configuration. What is not named has Envoy's defaults. */

import { readFileSync, writeFileSync } from 'node:fs';
import { type Daemon, freePort, startDaemon } from './daemon.ts';
import type { Scratch } from './scratch.ts';

/** A part of Envoy's configuration, in its own words: merged into what is generated. */
export type EnvoyPart = { readonly [field: string]: unknown };

export interface EnvoyForward {
  /** The port on 127.0.0.1 that requests go to. */
  readonly to: number;
  /** What is spoken there. Default: h2. */
  readonly upstream?: 'h2' | 'http1';
  /** Http2ProtocolOptions to the server: `connection_keepalive`. */
  readonly http2?: EnvoyPart;
  /** envoy.config.route.v3.RouteAction: `timeout`, `idle_timeout`, `retry_policy`. */
  readonly route?: EnvoyPart;
  /** envoy.config.cluster.v3.Cluster: `circuit_breakers`, `health_checks`, `connect_timeout`. */
  readonly cluster?: EnvoyPart;
  /** HttpConnectionManager: `stream_idle_timeout`, `common_http_protocol_options`. */
  readonly manager?: EnvoyPart;
  /** PEM: TLS and nothing else on this listener, h2 and http/1.1 by ALPN. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface Envoy extends Daemon {
  /** In the order of the forwards. */
  readonly ports: readonly number[];
  /** A line a request: `path code flags details`; complete a moment after the request has ended. */
  accessLog(): readonly string[];
}

/** @throws when it is not installed, refuses its configuration, or does not listen in time */
export async function startEnvoy(scratch: Scratch, forwards: readonly EnvoyForward[]): Promise<Envoy> {
  const ports = await Promise.all(forwards.map(freePort));
  const file = scratch.path('envoy.json');
  const log = scratch.path('envoy-access.log');
  writeFileSync(log, '');
  writeFileSync(file, JSON.stringify(configuration(forwards, ports, log)));
  // It takes what other Envoys of this machine share for its own, without another id.
  const alone = ['--use-dynamic-base-id', '--concurrency', '1', '--file-flush-interval-msec', '20'];
  const daemon = await startDaemon({
    name: 'envoy',
    command: ['envoy', '-c', file, '-l', 'warning', ...alone],
    ports,
  });
  return { ...daemon, ports, accessLog: () => readFileSync(log, 'utf8').split('\n').slice(0, -1) };
}

function configuration(forwards: readonly EnvoyForward[], ports: readonly number[], log: string): EnvoyPart {
  return {
    static_resources: {
      listeners: forwards.map((forward, n) => listener(forward, ports[n] ?? 0, n, log)),
      clusters: forwards.map(cluster),
    },
  };
}

function listener({ route, manager, tls }: EnvoyForward, port: number, n: number, log: string): EnvoyPart {
  const chain = {
    filters: [connectionManager(n, log, route, manager)],
    ...(tls === undefined ? {} : { transport_socket: transportSocket(tls) }),
  };
  return { name: `listener_${n}`, address: address(port), filter_chains: [chain] };
}

function connectionManager(n: number, log: string, route: EnvoyPart = {}, more: EnvoyPart = {}): EnvoyPart {
  const all = { match: { prefix: '/' }, route: { cluster: `cluster_${n}`, ...route } };
  return extension('filters.network.http_connection_manager.v3.HttpConnectionManager', {
    stat_prefix: `in_${n}`,
    route_config: { virtual_hosts: [{ name: 'all', domains: ['*'], routes: [all] }] },
    http_filters: [extension('filters.http.router.v3.Router', {})],
    access_log: [accessLogTo(log)],
    ...more,
  });
}

function accessLogTo(path: string): EnvoyPart {
  const line = '%REQ(:PATH)% %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS%\n';
  const format = { text_format_source: { inline_string: line } };
  return extension('access_loggers.file.v3.FileAccessLog', { path, log_format: format });
}

function cluster({ to, upstream = 'h2', http2 = {}, cluster: more = {} }: EnvoyForward, n: number): EnvoyPart {
  const protocol = upstream === 'h2' ? { http2_protocol_options: http2 } : { http_protocol_options: {} };
  const options = { '@type': `${TYPES}.upstreams.http.v3.HttpProtocolOptions`, explicit_http_config: protocol };
  const endpoint = { endpoint: { address: address(to) } };
  return {
    name: `cluster_${n}`,
    type: 'STATIC',
    load_assignment: { cluster_name: `cluster_${n}`, endpoints: [{ lb_endpoints: [endpoint] }] },
    typed_extension_protocol_options: { 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': options },
    ...more,
  };
}

function transportSocket({ cert, key }: { readonly cert: string; readonly key: string }): EnvoyPart {
  const certificate = { certificate_chain: { inline_string: cert }, private_key: { inline_string: key } };
  return extension('transport_sockets.tls.v3.DownstreamTlsContext', {
    common_tls_context: { alpn_protocols: ['h2', 'http/1.1'], tls_certificates: [certificate] },
  });
}

const TYPES = 'type.googleapis.com/envoy.extensions';

/** @param type behind `envoy.extensions.`, by which Envoy finds it; the name is for people */
function extension(type: string, config: EnvoyPart): EnvoyPart {
  return { name: type, typed_config: { '@type': `${TYPES}.${type}`, ...config } };
}

function address(port: number): EnvoyPart {
  return { socket_address: { address: '127.0.0.1', port_value: port } };
}
