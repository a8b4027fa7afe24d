/** `/echo`: what the server saw of the request. */

import type { IncomingMessage } from 'node:http';

import type { FastifyRequest } from 'fastify';

import type { ConnectionFacts } from '../../connection-facts.ts';
import { headerList, neverIndexedNames, type ShownHeader } from '../header-list.ts';
import type { Endpoint, EndpointOptions } from './endpoint.ts';
import { connectionOf, http2StreamOf } from './raw-request.ts';
import { readBody } from './request-body.ts';

export interface EchoReply {
  /** The `conn` of the connection's trace events: "c1", "c2", … */
  readonly connectionId: string | undefined;
  /** On HTTP/2. */
  readonly streamId: number | undefined;
  readonly peer: ConnectionFacts['peer'] | undefined;
  /** Where the connection came over TLS. */
  readonly tls: ConnectionFacts['tls'];
  /** Where a PROXY protocol header told whose connection it is. */
  readonly proxyProtocol: ConnectionFacts['proxyProtocol'];
  /** "1.0", "1.1" or "2.0". */
  readonly httpVersion: string;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** In the order of the query, decoded. */
  readonly query: readonly QueryParameter[];
  /** In wire order and case; on HTTP/2 with the pseudo-header fields. */
  readonly headers: readonly ShownHeader[];
  readonly body: EchoedBody;
}

export interface QueryParameter {
  readonly name: string;
  readonly value: string;
}

/** `text` where the bytes are UTF-8, else `base64`. */
export type EchoedBody = { readonly length: number } & ({ readonly text: string } | { readonly base64: string });

export function createEchoEndpoint({ isSecret, maxBodyBytes }: EndpointOptions): Endpoint {
  return {
    path: '/echo',
    summary: 'any method: what the server saw of the request, as JSON',
    async handle({ raw }: FastifyRequest): Promise<EchoReply> {
      // Before the body is awaited: afterwards the connection may be gone.
      const connection = connectionOf(raw);
      const body = await readBody(raw, maxBodyBytes);
      return {
        connectionId: connection?.id,
        streamId: http2StreamOf(raw)?.id,
        peer: connection?.peer,
        tls: connection?.tls,
        proxyProtocol: connection?.proxyProtocol,
        httpVersion: raw.httpVersion,
        method: raw.method ?? '',
        ...targetOf(raw),
        headers: headerList(raw.rawHeaders, neverIndexedNames(raw.headers), isSecret),
        body: show(body),
      };
    },
  };
}

function targetOf({ url = '' }: IncomingMessage): Pick<EchoReply, 'path' | 'query'> {
  const mark = url.indexOf('?');
  if (mark < 0) return { path: url, query: [] };
  const query = [...new URLSearchParams(url.slice(mark))].map(([name, value]) => ({ name, value }));
  return { path: url.slice(0, mark), query };
}

function show(body: Buffer): EchoedBody {
  const { length } = body;
  try {
    return { length, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body) };
  } catch {
    return { length, base64: body.toString('base64') };
  }
}
