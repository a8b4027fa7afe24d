/** `/echo` and `/anything`: what the server saw of the request. */

import type { IncomingMessage } from 'node:http';

import type { FastifyRequest } from 'fastify';

import type { ConnectionFacts } from '../../../connection-facts.ts';
import { headerList, neverIndexedNames, type ShownHeader } from '../../header-list.ts';
import type { Identity } from '../../identity.ts';
import { requestNumberOf } from '../../request-number.ts';
import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';
import { connectionOf, http2StreamOf } from '../raw-request.ts';
import { readBody } from '../request-body.ts';
import { type QueryParameter, targetOf } from '../target.ts';

export interface EchoReply {
  /** The `conn` of the connection's trace events: "c1", "c2", … */
  readonly connectionId: string | undefined;
  /** On HTTP/2. */
  readonly streamId: number | undefined;
  /** Since the connection was accepted. */
  readonly connectionAgeMs: number | undefined;
  /** Which request of its connection this is, from 1. */
  readonly requestOnConnection: number | undefined;
  readonly peer: ConnectionFacts['peer'] | undefined;
  /** Where the connection came with a PROXY protocol header. */
  readonly proxyProtocol: ConnectionFacts['proxyProtocol'];
  /** Where the connection came over TLS. */
  readonly tls: ConnectionFacts['tls'];
  /** "1.0", "1.1" or "2.0". */
  readonly httpVersion: string;
  readonly method: string;
  /** `:authority`, or else Host. */
  readonly authority: string | undefined;
  /** As sent, without the query. */
  readonly path: string;
  /** In the order of the query, decoded. */
  readonly query: readonly QueryParameter[];
  /** In wire order and case; on HTTP/2 with the pseudo-header fields. */
  readonly headers: readonly ShownHeader[];
  readonly body: EchoedBody;
  /** Who answers. */
  readonly server: Identity;
}

/** `text` where the bytes are UTF-8, else `base64`. */
export type EchoedBody = { readonly length: number } & ({ readonly text: string } | { readonly base64: string });

export function createEchoEndpoints(options: EndpointOptions): readonly Endpoint[] {
  const handle = (request: FastifyRequest) => echo(request, options);
  const shared = { methods: 'ANY', readsBody: true, statuses: { 413: 'the body is too large' }, handle } as const;
  return [
    defineEndpoint({
      ...shared,
      path: '/echo',
      summary: 'what the server saw of the request, as JSON',
      example: { path: '/echo?a=1', options: '-d hello' },
    }),
    defineEndpoint({ ...shared, path: '/anything', summary: 'as /echo', example: { path: '/anything' } }),
    defineEndpoint({
      ...shared,
      path: '/anything/*',
      summary: 'as /echo, whatever follows',
      example: { path: '/anything/you/like', options: '-X PATCH' },
    }),
  ];
}

async function echo(
  { raw }: FastifyRequest,
  { isSecret, maxBodyBytes, identity }: EndpointOptions,
): Promise<EchoReply> {
  // Before the body is awaited: afterwards the connection may be gone.
  const connection = connectionOf(raw);
  const body = await readBody(raw, maxBodyBytes);
  return {
    connectionId: connection?.id,
    streamId: http2StreamOf(raw)?.id,
    connectionAgeMs: connection === undefined ? undefined : Date.now() - connection.openedAt,
    requestOnConnection: requestNumberOf(http2StreamOf(raw) ?? raw),
    peer: connection?.peer,
    proxyProtocol: connection?.proxyProtocol,
    tls: connection?.tls,
    httpVersion: raw.httpVersion,
    method: raw.method ?? '',
    authority: authorityOf(raw),
    ...targetOf(raw),
    headers: headerList(raw.rawHeaders, neverIndexedNames(raw.headers), isSecret),
    body: show(body),
    server: identity,
  };
}

function authorityOf({ headers }: IncomingMessage): string | undefined {
  const pseudo = headers[':authority'];
  return typeof pseudo === 'string' ? pseudo : headers.host;
}

function show(body: Buffer): EchoedBody {
  const { length } = body;
  try {
    return { length, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body) };
  } catch {
    return { length, base64: body.toString('base64') };
  }
}
