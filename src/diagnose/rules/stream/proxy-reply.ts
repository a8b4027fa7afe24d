import type { StreamClosed } from '../../../trace/event.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Advice, Match, Rule } from '../../rule.ts';
import { endedByTimer } from '../shared/ended-by-timer.ts';
import { type OwnReply, ownReply } from '../shared/own-replies.ts';
import { milliseconds, quoted } from '../words.ts';
import { evidenceOf } from './evidence.ts';

const OVERFLOW: readonly Advice[] = [
  {
    side: 'proxy',
    of: 'Envoy',
    change:
      'circuit_breakers.thresholds of the cluster: max_requests, max_connections, max_pending_requests (1024 each by default), max_retries (3)',
  },
  {
    side: 'proxy',
    of: 'Istio',
    change: 'DestinationRule trafficPolicy.connectionPool.http.http2MaxRequests, http1MaxPendingRequests',
  },
  { side: 'server', change: 'answer sooner, or add replicas: the limit counts requests that wait for their answer' },
];

const NO_UPSTREAM: readonly Advice[] = [
  {
    side: 'server',
    change:
      'is it up, and does it listen on the port that the proxy connects to? Readiness before traffic, and a graceful drain before the end',
  },
  {
    side: 'proxy',
    of: 'Envoy',
    change:
      'look at /clusters of its admin port: cx_connect_fail, health_flags; the access log has %RESPONSE_CODE_DETAILS% and %UPSTREAM_TRANSPORT_FAILURE_REASON%',
  },
  {
    side: 'proxy',
    of: 'Envoy',
    change: 'retry_on: connect-failure,refused-stream,unavailable for calls that may be repeated',
  },
];

const POLICY: readonly Advice[] = [
  {
    side: 'proxy',
    of: 'Envoy',
    change: 'the filter that refuses is named in %RESPONSE_CODE_DETAILS% of its access log',
  },
  { side: 'proxy', of: 'Istio', change: 'AuthorizationPolicy, RequestAuthentication, EnvoyFilter of the destination' },
  { side: 'client', change: 'do not look for the refusal in the service: the call did not reach it' },
];

/** S3 */
export const PROXY_REPLY: Rule = {
  id: 'S3',
  title: 'A proxy answered in place of the service',
  severity: 'ERROR',
  meaning:
    'The status that the client reports was made by a proxy: the service has not answered, and has mostly not even seen the call. Its logs ' +
    'have nothing of it. The words of the proxy tell what went wrong between it and its upstream.',
  wire:
    'One HEADERS frame with grpc-status and the words of Envoy in grpc-message ("upstream connect error or disconnect/reset before ' +
    'headers. reset reason: …", "no healthy upstream", "RBAC: access denied"), or those in the body of an HTTP 503; l5d-proxy-error of ' +
    'Linkerd; or server awselb, which AWS sends on its own answers alone.',
  example: [
    '   0.000 CLIENT HEADERS 1 POST /pkg.Service/Method',
    '   0.500 SERVER HEADERS 1 END_STREAM grpc-status 14, server envoy,',
    '         grpc-message upstream connect error or (…) before headers. reset reason: overflow',
  ],
  reproduce: [
    'Envoy in front of a port where nothing listens; or its words, said by this server:',
    "grpcurl -plaintext -H 'x-sre-fault: trailers_only=UNAVAILABLE;message=no%20healthy%20upstream' -d '{}' \\",
    '  localhost:50051 sre.echo.v1.EchoService/Echo',
  ],
  advice: NO_UPSTREAM,
  spec: [
    'Envoy, Access logging: response flags and response code details',
    'gRPC http-grpc-status-mapping',
    'gRPC PROTOCOL-HTTP2, Responses: Trailers-Only',
  ],
  watches: {
    streamFailed(connection, stream, time): Match | undefined {
      const { closed } = stream;
      const reply = closed === undefined ? undefined : ownReply(stream, closed);
      if (reply === undefined || closed === undefined) return undefined;
      if (endedByTimer(connection, stream, closed, time) !== undefined) return undefined;
      return match(stream, closed, reply);
    },
  },
};

function match(stream: StreamFacts, closed: StreamClosed, reply: OwnReply): Match {
  const { proxy, meaning, flag, text, isPolicy = false } = reply;
  const status = closed.grpcStatus?.name ?? `HTTP ${closed.httpStatus}`;
  const inTheLog = flag === undefined ? '' : ` (${flag} in its access log)`;
  return {
    explanation:
      `${stream.name} was answered with ${status} after ${milliseconds(closed.durationMs)}, ${byWhom(stream, proxy)}: ` +
      `${meaning}${inTheLog}. It said ${quoted(text)}.${whose(stream, proxy)}`,
    evidence: evidenceOf(stream),
    streamId: stream.id,
    severity: isPolicy ? 'WARNING' : 'ERROR',
    cause: `${proxy} ${meaning}`,
    advice: isPolicy ? POLICY : flag === 'UO' ? OVERFLOW : NO_UPSTREAM,
  };
}

/** What an Envoy answered comes with its name; a status that an application passes on does not. */
function isNamed({ response }: StreamFacts, proxy: string): boolean {
  return proxy !== 'Envoy' || response?.server?.includes('envoy') === true;
}

function byWhom(stream: StreamFacts, proxy: string): string {
  return isNamed(stream, proxy) ? `by ${proxy} and not by the service` : `in the words of ${proxy}`;
}

function whose(stream: StreamFacts, proxy: string): string {
  if (!isNamed(stream, proxy)) {
    return ' The reply does not name Envoy as its server: it hides its name, or a service passed on what happened to a call of its own.';
  }
  return stream.response?.envoyUpstreamTimeMs === undefined
    ? ''
    : ' It came from an Envoy behind the nearest one, which passed it on.';
}
