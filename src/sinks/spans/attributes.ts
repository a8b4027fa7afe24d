/** An exchange in the words of OpenTelemetry's semantic conventions for gRPC and HTTP servers; what they have no word for is `sre.*`. */

import type { Attributes } from '@opentelemetry/api';
import type { Exchange, ExchangeEnd } from '../../exchanges/exchange.ts';
import { isServerFault } from '../../exchanges/outcome.ts';
import { withoutQuery, withoutUserinfo } from '../../exchanges/without-query.ts';
import { printableBytes } from '../../formats/escape.ts';
import type { ConnectionProtocol } from '../../trace/event.ts';
import type { EndedExchange } from '../exchange-queue.ts';

/** RFC 9110 §9 and RFC 5789, and QUERY: others are `_OTHER`, since names of spans must be few. */
const METHODS: ReadonlySet<string> = new Set([
  'CONNECT',
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
]);

const OTHER = '_OTHER';

interface Protocol {
  readonly version?: string;
  /** Where the protocol tells. */
  readonly scheme?: string;
}

const PROTOCOLS: { readonly [name in ConnectionProtocol]: Protocol } = {
  h2: { version: '2', scheme: 'https' },
  h2c: { version: '2', scheme: 'http' },
  'http/1.1': { version: '1.1' },
  tls: { scheme: 'https' },
  unknown: {},
};

/** `package.Service/Method`; of HTTP the method, since nobody knows which part of a path is an id. */
export function spanName({ rpc, method }: Exchange): string {
  if (rpc !== undefined) return printableBytes(`${rpc.service}/${rpc.method}`);
  return METHODS.has(method) ? method : 'HTTP';
}

/** In groups, since one object of all is slow to make. What is undefined the SDK leaves out. */
export function attributesOf(exchange: EndedExchange): readonly Attributes[] {
  const { end } = exchange;
  return [
    exchange.rpc === undefined ? httpAttributes(exchange, end) : rpcAttributes(exchange, end),
    networkAttributes(exchange),
    serverAttributes(printableBytes(withoutUserinfo(exchange.authority))),
    ownAttributes(exchange, end),
    isServerFault(exchange, end) ? { 'error.type': errorType(exchange, end) } : {},
  ];
}

function rpcAttributes({ rpc }: Exchange, { grpcStatus }: ExchangeEnd): Attributes {
  return {
    'rpc.system': 'grpc',
    'rpc.service': rpc && printableBytes(rpc.service),
    'rpc.method': rpc && printableBytes(rpc.method),
    'rpc.grpc.status_code': grpcStatus?.code,
  };
}

function httpAttributes(
  { method, path, protocol }: Exchange,
  { httpStatus, request, response }: ExchangeEnd,
): Attributes {
  return {
    'http.request.method': METHODS.has(method) ? method : OTHER,
    'http.request.method_original': METHODS.has(method) ? undefined : printableBytes(method),
    'http.response.status_code': httpStatus,
    'http.request.body.size': request.bytes,
    'http.response.body.size': response.bytes,
    'url.path': printableBytes(withoutQuery(path)),
    'url.scheme': PROTOCOLS[protocol].scheme,
  };
}

function networkAttributes({ peer, protocol, userAgent }: Exchange): Attributes {
  return {
    'client.address': peer.address,
    'client.port': peer.port,
    'network.protocol.name': 'http',
    'network.protocol.version': PROTOCOLS[protocol].version,
    'user_agent.original': userAgent && printableBytes(userAgent),
  };
}

/** @param authority `host`, `host:port` or `[::1]:port` */
function serverAttributes(authority: string): Attributes {
  if (authority === '') return {};
  const [, host = authority, port] = /^(.*?)(?::([0-9]{1,5}))?$/.exec(authority) ?? [];
  return { 'server.address': host, 'server.port': port && Number(port) };
}

function ownAttributes(exchange: Exchange, end: ExchangeEnd): Attributes {
  const { conn, streamId, listener, previousAttempts, timeoutMs } = exchange;
  return {
    'sre.conn': conn,
    'sre.stream': streamId,
    'sre.trace': `${conn}/${streamId}`,
    'sre.listener': listener,
    'sre.how': end.how,
    'sre.ended_by': end.endedBy,
    'sre.error_code': end.errorCode,
    'sre.origin': end.origin,
    'sre.origin_reason': end.originReason,
    'sre.request.bytes': end.request.bytes,
    'sre.request.messages': end.request.messages,
    'sre.response.bytes': end.response.bytes,
    'sre.response.messages': end.response.messages,
    'sre.attempt': previousAttempts === undefined ? undefined : previousAttempts + 1,
    'sre.timeout_ms': timeoutMs,
  };
}

function errorType({ rpc }: Exchange, { grpcStatus, httpStatus, how }: ExchangeEnd): string {
  if (grpcStatus !== undefined) return grpcStatus.name === '' ? String(grpcStatus.code) : grpcStatus.name;
  const isAnswer = how !== 'RST_STREAM' && how !== 'CONNECTION_CLOSED';
  return isAnswer && rpc === undefined && httpStatus !== undefined ? String(httpStatus) : how;
}
