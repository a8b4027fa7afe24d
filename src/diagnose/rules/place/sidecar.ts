import type { PlaceChange } from '../../facts/place.ts';
import type { Match, Rule } from '../../rule.ts';
import { list } from '../words.ts';

/** Istio's documentation, "Ports used by Istio": health, and metrics of the sidecar's Envoy. */
const ISTIO_PORTS: readonly number[] = [15021, 15090];

/** Linkerd's proxy: connections that come in, and its metrics. One alone may be anybody's. */
const LINKERD_PORTS: readonly number[] = [4143, 4191];

/** E4 */
export const SIDECAR: Rule = {
  id: 'E4',
  title: 'A sidecar is between this server and its clients',
  severity: 'INFO',
  meaning:
    'A proxy in the same pod or on the same host takes the connections of clients, and makes its own to us. What the trace shows is the ' +
    'hop from the sidecar: peers, TLS, PINGs, GOAWAYs and resets are the proxy’s, and timers and retries of its configuration apply ' +
    'before ours. Whether a client is slow or gone is to be asked there.',
  wire: 'requests with x-envoy-* fields from loopback or 127.0.0.6, or something that listens on the ports of a sidecar: 15021, 15090.',
  example: [
    'conn c1 opened by 127.0.0.6:41231',
    '   0.001 CLIENT HEADERS 1 POST /sre.echo.v1.EchoService/Echo x-envoy-attempt-count: 1',
  ],
  reproduce: [
    'sre-test-server serve in a namespace with istio-injection=enabled; or, since any local Envoy leaves the same fields:',
    "grpcurl -plaintext -H 'x-envoy-attempt-count: 1' localhost:50051 sre.echo.v1.EchoService/Echo",
  ],
  advice: [
    {
      side: 'proxy',
      of: 'Istio',
      change: 'compare with `istioctl proxy-config` and the access log of the sidecar: response flags',
    },
    { side: 'proxy', of: 'Linkerd', change: 'compare with `linkerd viz tap` or `linkerd diagnostics proxy-metrics`' },
    {
      side: 'container',
      of: 'Kubernetes',
      change: 'sidecar.istio.io/inject: "false" on this pod takes it out, to compare',
    },
  ],
  spec: [
    'Istio documentation, Application Requirements: Ports used by Istio',
    'Envoy documentation, HTTP header manipulation',
  ],
  watches: {
    place(change): Match | undefined {
      const signs = [...signOfPorts(change), ...signOfRequests(change)];
      // It is not over when a look at the ports fails.
      if (signs.length === 0 || !change.episodes.begins('E4', true)) return undefined;
      const { beside } = change.traffic;
      return {
        explanation: `${signs.join(' ')} Connections end there: what is seen here is its side of them.`,
        evidence: beside === undefined ? [] : [beside.seq],
      };
    },
  },
};

function signOfPorts({ now: { listeningPorts = [] } }: PlaceChange): string[] {
  const istio = ISTIO_PORTS.filter((port) => listeningPorts.includes(port));
  const isLinkerd = LINKERD_PORTS.every((port) => listeningPorts.includes(port));
  return [
    ...(istio.length === 0
      ? []
      : [`Something in this network namespace listens on ${ports(istio)}: the sidecar of Istio.`]),
    ...(isLinkerd
      ? [`Something in this network namespace listens on ${ports(LINKERD_PORTS)}: the proxy of Linkerd.`]
      : []),
  ];
}

function ports(numbers: readonly number[]): string {
  return `port ${list(numbers.map(String))}`;
}

function signOfRequests({ traffic: { beside } }: PlaceChange): string[] {
  if (beside === undefined) return [];
  return [`Requests with fields of ${beside.proxy} come from ${beside.address}, which is this host or pod.`];
}
