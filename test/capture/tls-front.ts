/** A front that ends TLS, its clients, and who they are. */

import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { type AcceptedConnection, Front, type FrontOptions } from '../../src/capture/front.ts';
import { InnerListener } from '../../src/capture/inner.ts';
import { type TlsIdentity, type TlsLimits, TlsTerminator } from '../../src/capture/tls.ts';
import type { ConnectionFacts } from '../../src/connection-facts.ts';
import type { TransportEnd } from '../../src/trace/protocol-trace.ts';
import { type Certificate, certificate } from '../support/certificates.ts';
import { createOpenFilter } from './open-filter.ts';
import { closeAll, track, until } from './sockets.ts';

export interface Running {
  readonly front: Front;
  readonly port: number;
  readonly observed: AcceptedConnection[];
  /** As the observer was told of them: what the client said, in clear text. */
  readonly said: string[];
  readonly ends: TransportEnd[];
  readonly served: { readonly socket: Socket; readonly facts: ConnectionFacts; readonly protocol: string }[];
}

const running: { readonly front: Front; readonly inner: InnerListener }[] = [];

export const ca: Certificate = await certificate('Test CA', { isCa: true });
export const serverCertificate: Certificate = await certificate('server', { ca });
export const clientCertificate: Certificate = await certificate('client-1', { ca });

export function identity(auth?: 'require' | 'optional'): TlsIdentity {
  const own = { certificate: serverCertificate.cert, key: serverCertificate.key };
  return auth === undefined ? own : { ...own, clients: { ca: ca.cert, auth } };
}

export interface Started {
  readonly auth?: 'require' | 'optional';
  readonly alpn?: readonly string[];
  readonly limits?: Partial<TlsLimits>;
  readonly front?: Partial<FrontOptions>;
  readonly keylog?: (line: Buffer) => void;
}

export async function start({
  auth,
  alpn = ['h2', 'http/1.1'],
  limits,
  front: overrides,
  keylog,
}: Started = {}): Promise<Running> {
  const served: Running['served'] = [];
  const observed: AcceptedConnection[] = [];
  const said: string[] = [];
  const ends: TransportEnd[] = [];
  const inner = new InnerListener(
    (socket, facts, protocol) => void served.push({ socket: track(socket), facts, protocol }),
    assert.ifError,
  );
  await inner.listen();
  let lastId = 0;
  const front = new Front(inner, {
    listener: 'http',
    host: '127.0.0.1',
    port: 0,
    tls: new TlsTerminator(identity(auth), alpn, { handshakeMs: 10_000, handshakes: 100, ...limits }, keylog),
    route: (sniffed) => (sniffed === 'h2c' ? 'h2c' : 'http/1.1'),
    sniffMs: 5_000,
    halfClosedIdleMs: 5_000,
    filterFor: createOpenFilter,
    nextId: () => `c${++lastId}`,
    observe: (connection) => {
      observed.push(connection);
      return {
        chunk: (from, chunk) => void (from === 'CLIENT' && said.push(Buffer.from(chunk).toString('latin1'))),
        end: (end) => void ends.push(end),
      };
    },
    onError: assert.ifError,
    ...overrides,
  });
  running.push({ front, inner });
  const { port } = await front.listen();
  return { front, port, observed, said, ends, served };
}

export function dial(
  port: number,
  options: ConnectionOptions = {},
): { readonly socket: TLSSocket; readonly raw: Socket } {
  const raw = track(connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true }));
  const socket = track(
    connectTls({
      socket: raw,
      ca: ca.cert,
      servername: 'localhost',
      ...options,
      allowHalfOpen: true,
    } as ConnectionOptions),
  );
  return { socket, raw };
}

export async function served({ served }: Running): Promise<Running['served'][number]> {
  await until('it is served', () => served.length > 0);
  return served.at(-1) ?? assert.fail();
}

export async function ended({ ends }: Running): Promise<TransportEnd> {
  await until('it has ended', () => ends.length > 0);
  return ends[0] ?? assert.fail();
}

export function cleanUp(): void {
  for (const { front, inner } of running.splice(0)) {
    front.close();
    inner.close();
  }
  closeAll();
}

export const REQUEST = 'GET / HTTP/1.1\r\nhost: a\r\n\r\n';
export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
