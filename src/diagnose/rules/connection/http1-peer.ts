import type { ConnectionClosed, EventOf, Http1Field } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { Match, Rule } from '../../rule.ts';
import { firstBytesOf } from '../shared/first-bytes.ts';
import { grpcFraming } from '../shared/grpc-framing.ts';
import { quoted } from '../words.ts';

type Http1Event = EventOf<'http1'>;

/** C3 */
export const HTTP1_PEER: Rule = {
  id: 'C3',
  title: 'HTTP/1 is spoken where HTTP/2 is needed',
  severity: 'ERROR',
  meaning:
    'gRPC needs HTTP/2 from end to end. Here one side speaks HTTP/1: as a rule a proxy or load balancer that takes HTTP/2 from the client and ' +
    'speaks HTTP/1.1 to its upstream, or a port that a service mesh takes for plain HTTP. Clients report "unexpected HTTP status code 426", ' +
    '464 or 502, "Protocol error", or "frame type 80", which is the P of "HTTP" read as a frame.',
  wire:
    'A request line such as "POST /pkg.Service/Method HTTP/1.1" with content-type application/grpc, any HTTP/1 on a gRPC port, or "HTTP/1." ' +
    'as the first bytes of a server that was spoken to in HTTP/2 (read as a frame: length 0x485454, type 80).',
  example: [
    '   0.000 connection opened http/1.1',
    '   3.200 CLIENT POST /sre.echo.v1.EchoService/Echo HTTP/1.0 (content-type: application/grpc)',
    '  20.500 SERVER HTTP/1.1 426 Upgrade Required',
  ],
  reproduce: [
    'sre-test-server serve',
    "curl --http1.1 -H 'content-type: application/grpc' -d '' localhost:50051/sre.echo.v1.EchoService/Echo",
    'and in earnest: nginx with proxy_pass in place of grpc_pass in front of it',
  ],
  advice: [
    { side: 'proxy', of: 'nginx', change: 'grpc_pass in place of proxy_pass; ingress-nginx: backend-protocol: GRPC' },
    { side: 'proxy', of: 'HAProxy', change: '"proto h2" on the server line, or "ssl alpn h2" with TLS' },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'explicit_http_config.http2_protocol_options in the HttpProtocolOptions of the cluster',
    },
    { side: 'proxy', of: 'Istio', change: 'name the port of the Service grpc or http2, or appProtocol: grpc' },
    { side: 'proxy', of: 'Kubernetes Gateway', change: 'appProtocol: kubernetes.io/h2c on the port of the Service' },
    { side: 'proxy', of: 'AWS ALB', change: 'protocol version gRPC (or HTTP2) on the target group' },
    {
      side: 'client',
      change: 'use a gRPC library, or speak HTTP/1.1 to the HTTP port; health checks have to speak gRPC',
    },
  ],
  spec: ['RFC 9113 §3.4', 'gRPC PROTOCOL-HTTP2'],
  watches: {
    http1: (connection, event) => (isRequest(event) ? ofRequest(connection, event) : undefined),
    connectionClosed: ofFirstBytes,
  },
};

function isRequest({ http1: { from, stage } }: Http1Event): boolean {
  return stage === 'HEAD' && from === 'CLIENT';
}

function ofRequest({ opened }: ConnectionFacts, { seq, http1 }: Http1Event): Match | undefined {
  const { fields = [], startLine } = http1;
  const contentType = fieldValue(fields, 'content-type');
  const isGrpc = grpcFraming(contentType) === 'grpc';
  if (!isGrpc && opened.listener !== 'grpc') return undefined;
  const request = `${quoted(withoutQuery(startLine))}${agent(fields)}`;
  if (isGrpc) {
    const explanation =
      `A gRPC request came over HTTP/1: ${request}, content-type ${quoted(contentType ?? '')}. Libraries of gRPC speak HTTP/2 only, ` +
      `so something between the client and ${opened.local.address}:${opened.local.port} speaks HTTP/1 to its upstream${sign(startLine, fields)}.`;
    return { explanation, evidence: [seq], cause: 'grpc' };
  }
  const explanation =
    `HTTP/1 came to the gRPC port ${opened.local.port}: ${request}. It cannot be answered with gRPC: a browser, a health check of a load ` +
    'balancer over HTTP, or a proxy that takes this port for plain HTTP.';
  return { explanation, evidence: [seq], cause: 'http', severity: 'WARNING' };
}

function ofFirstBytes(connection: ConnectionFacts, closed: ConnectionClosed): Match | undefined {
  if (closed.firstBytes === undefined) return undefined;
  const evidence = [connection.client.settingsSeq, connection.closedSeq];
  if (connection.isHttp2 && firstBytesOf(closed, 'SERVER')?.looksLike === 'HTTP1') {
    const explanation =
      'The client spoke HTTP/2, and the server answered in HTTP/1: it does not speak HTTP/2 on this port, or refused what came in its own ' +
      'words. nginx does the latter on a TLS port that is spoken to in clear text (400, "plain HTTP request was sent to HTTPS port").';
    return { explanation, evidence, cause: 'server' };
  }
  if (firstBytesOf(closed, 'CLIENT')?.looksLike !== 'HTTP1') return undefined;
  const explanation = 'The client began with a request line of HTTP/1, and the port speaks HTTP/2 only.';
  return { explanation, evidence, cause: 'client' };
}

/** Names are compared as HTTP/1.1 says, whatever their case; most differ in their length. */
function fieldValue(fields: readonly Http1Field[], name: string): string | undefined {
  return fields.find((field) => field.name.length === name.length && field.name.toLowerCase() === name)?.value;
}

function agent(fields: readonly Http1Field[]): string {
  const name = fieldValue(fields, 'user-agent');
  return name === undefined || name === '' ? '' : ` of ${quoted(name, 80)}`;
}

/** What shows that it was a proxy, and which. */
function sign(startLine: string, fields: readonly Http1Field[]): string {
  const via = fieldValue(fields, 'via');
  if (via !== undefined) return ` (via: ${quoted(via, 80)})`;
  if (startLine.endsWith('HTTP/1.0')) return ' (HTTP/1.0 is what proxy_pass of nginx speaks by default)';
  return '';
}

/** A query is the caller's own business, and may be secret. */
function withoutQuery(startLine: string): string {
  return startLine.replace(/\?\S*/, '');
}
