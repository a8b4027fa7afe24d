import type { Rpc, Severity, StreamClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { ServedMethods } from '../../facts/served-methods.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { refusedEncoding } from '../shared/compression-refused.ts';
import { proxyOf } from '../shared/proxies.ts';
import { count, list, quoted } from '../words.ts';

const UNIMPLEMENTED = 12;
/** gRPC http-grpc-status-mapping. */
const NOT_FOUND = 404;

/** Clients ask for these to see whether they are there: reflection in both versions, health of each backend. */
const ASKED_FOR_ON_TRIAL = /^grpc\.(?:reflection|health|channelz)\./;

/** What servers say of a method that they do not have: grpc-go, grpc-java, grpc-js, grpc-dotnet, grpc-python. */
const NO_SERVICE = /unknown service|service is unimplemented/i;
const NO_METHOD = /unknown method|method not found|does not implement the method|method is unimplemented/i;

/** gRPC statuscodes: as many messages as the method takes, in the words of grpc-js, grpc-java and grpc-go. */
const CARDINALITY = /(?:no|second) request message|too many requests|without a request|cardinality/i;

/** Of names that are said to be there. */
const MAX_NAMES = 4;
const MAX_SERVER = 40;

/** S17 */
export const UNIMPLEMENTED_METHOD: Rule = {
  id: 'S17',
  title: 'A call ended with UNIMPLEMENTED, and why',
  severity: 'INFO',
  meaning:
    'UNIMPLEMENTED has many reasons: the server has no such service or method, its package or the case of a letter differs, ' +
    'a proxy has no route for it, the client sent another number of messages than the method takes, or the handler itself says so. ' +
    'What is near to the name that was called, among those that have answered on this connection, is told.',
  wire: 'grpc-status 12, most often in a reply that is trailers only; or :status 404 without grpc-status.',
  example: [
    '   0.000 CLIENT HEADERS 1 :path=/sre.echo.v1.EchoService/Echo',
    '   1.000 SERVER HEADERS 1 END_STREAM grpc-status=0',
    '   2.000 CLIENT HEADERS 3 :path=/sre.echo.v1.EchoService/echo',
    '   2.500 SERVER HEADERS 3 END_STREAM :status=200 grpc-status=12',
  ],
  reproduce: [
    'printf "\\0\\0\\0\\0\\0" | curl --http2-prior-knowledge -H "content-type: application/grpc" -H "te: trailers" --data-binary @- \\',
    '  http://localhost:50051/sre.echo.v1.EchoService/Echo http://localhost:50051/sre.echo.v1.EchoService/echo',
  ],
  advice: [
    {
      side: 'client',
      change:
        'compare with `grpcurl -plaintext host:port list`: package, service and method are case-sensitive; build it from the proto files of the server',
    },
    {
      side: 'server',
      change:
        'register the service at this server, and on this port; deploy the version that has the method before its clients',
    },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'a route whose match covers the path: prefix "/pkg.Service/"; look for NR in the access log',
    },
    { side: 'proxy', of: 'nginx', change: 'a location with grpc_pass for /pkg.Service/' },
  ],
  spec: ['gRPC statuscodes', 'gRPC http-grpc-status-mapping', 'gRPC PROTOCOL-HTTP2, Path'],
  watches: {
    streamFailed(connection: ConnectionFacts, stream: StreamFacts): Match | undefined {
      const { closed, rpc } = stream;
      if (closed === undefined || rpc === undefined || !isUnimplemented(closed)) return undefined;
      if (ASKED_FOR_ON_TRIAL.test(rpc.service) || refusedEncoding(stream, closed) !== undefined) return undefined;
      const { severity, why } = reasonOf(connection, stream, rpc, closed);
      return {
        explanation: `${rpc.service}/${rpc.method} ended with ${outcome(closed)}. ${why}`,
        evidence: [stream.requestSeq, stream.trailersSeq || stream.responseSeq],
        streamId: stream.id,
        severity,
        cause: `${rpc.service}/${rpc.method}`,
      };
    },
  },
};

interface Reason {
  readonly severity: Severity;
  readonly why: string;
}

function isUnimplemented({ grpcStatus, httpStatus }: StreamClosed): boolean {
  return grpcStatus === undefined ? httpStatus === NOT_FOUND : grpcStatus.code === UNIMPLEMENTED;
}

/** INFO: what the server has said itself, and is its own affair. Above: what looks like a mistake on the way to it. */
function reasonOf(connection: ConnectionFacts, stream: StreamFacts, rpc: Rpc, closed: StreamClosed): Reason {
  const message = closed.grpcStatus?.message ?? '';
  const near = nearName(connection.served, rpc);
  if (near !== undefined) return { severity: 'WARNING', why: near };
  if (closed.grpcStatus === undefined) return { severity: 'ERROR', why: notFound(stream) };
  const proxy = stream.response?.server === undefined ? undefined : proxyOf(connection, stream);
  if (closed.how === 'TRAILERS_ONLY' && message === '' && proxy !== undefined) {
    return {
      severity: 'WARNING',
      why: `It is the answer of ${proxy}, without a word of a server: ${proxy} has no route for this path.`,
    };
  }
  return { severity: 'INFO', why: ownReason(connection.served, stream, rpc, closed, message) };
}

/** What knows no gRPC has answered. */
function notFound({ response }: StreamFacts): string {
  const server = quoted(response?.server ?? '', MAX_SERVER);
  const by =
    server === '' ? 'It is no answer of a gRPC server' : `It is the answer of ${server}, and of no gRPC server`;
  return `${by}: a router or a web server has no route for this path.`;
}

function ownReason(
  served: ServedMethods,
  { client }: StreamFacts,
  { service, method }: Rpc,
  { how }: StreamClosed,
  message: string,
): string {
  const methods = served.methodsOf(service);
  if (CARDINALITY.test(message))
    return `The client sent ${count(client.messageCount, 'message')}, and the method takes another number of them.`;
  if (how !== 'TRAILERS_ONLY' || methods?.has(method) === true)
    return 'The method is there: its handler has said so itself.';
  if (NO_SERVICE.test(message)) return 'The server has no such service.';
  if (methods !== undefined)
    return `The server has the service, and answered its ${names(methods)} on this connection, but has no such method.`;
  if (NO_METHOD.test(message)) return 'The server has no such method, or no such service.';
  return 'The server has no such method or service, or its handler has said so: the wire does not tell.';
}

/** What has answered on this connection and differs in case or package alone. */
function nearName(served: ServedMethods, { service, method }: Rpc): string | undefined {
  for (const other of served.services) {
    const methods = served.methodsOf(other) ?? new Set<string>();
    const sameService = other === service;
    if (sameService && methods.has(method)) continue;
    const near = [...methods].find((name) => name.toLowerCase() === method.toLowerCase());
    if (near === undefined) continue;
    if (other.toLowerCase() === service.toLowerCase())
      return `${other}/${near} has answered on this connection: names are case-sensitive.`;
    if (lastName(other) === lastName(service))
      return `${other}/${near} has answered on this connection: the package differs.`;
  }
  return undefined;
}

function lastName(service: string): string {
  return service.slice(service.lastIndexOf('.') + 1).toLowerCase();
}

function names(methods: ReadonlySet<string>): string {
  const some = [...methods].slice(0, MAX_NAMES);
  return list(methods.size > MAX_NAMES ? [...some, `${methods.size - MAX_NAMES} more`] : some);
}

function outcome({ grpcStatus }: StreamClosed): string {
  if (grpcStatus === undefined) return 'HTTP status 404, of which clients of gRPC make UNIMPLEMENTED';
  const message = quoted(grpcStatus.message);
  return message === '' ? 'UNIMPLEMENTED' : `UNIMPLEMENTED (${message})`;
}
