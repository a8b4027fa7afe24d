/**
 * Ends TLS in front of our servers, who get clear text. The handshakes are those of Node's own TLS server, which listens nowhere: it is
 * given sockets whose first bytes were looked at.
 */

import type { Socket } from 'node:net';
import { createServer, type Server, TLSSocket } from 'node:tls';
import type { ClientHello, Tls } from '../trace/event.ts';
import type { TransportEnd } from '../trace/protocol-trace.ts';
import { ClientHelloReader } from '../wire/tls/client-hello.ts';
import { clientSubject, tlsFacts } from './tls-facts.ts';
import { handshakeEnd } from './tls-failure.ts';

/** PEM, as the server shows it. Read once, kept in memory only. */
export interface TlsIdentity {
  readonly certificate: string;
  readonly key: string;
  readonly clients?: TlsClients;
}

/** Whose certificates clients show. */
export interface TlsClients {
  /** PEM: one CA or more. */
  readonly ca: string;
  /** Optional: a client without a certificate is served; one that shows a certificate that is not valid is refused all the same. */
  readonly auth: 'require' | 'optional';
}

export type Handshake =
  /** Closed already. */
  | { readonly kind: 'FAILED'; readonly end: TransportEnd }
  /** @property socket reads and writes clear text; its `resetAndDestroy` resets the TCP connection under it */
  | { readonly kind: 'SECURED'; readonly socket: TLSSocket; readonly tls: Tls };

export interface TlsLimits {
  /** How long a handshake may take. */
  readonly handshakeMs: number;
  /** How many may be in progress. */
  readonly handshakes: number;
}

/**
 * nginx gives a client a minute, and people may step through theirs; but who is slower than ten seconds is not shaking hands.
 *
 * OpenSSL takes some 50 KB for each handshake, and up to 100 KB of certificates from the client. Who comes when so many are in progress
 * is refused, and the trace says so: in a queue a client would not live longer.
 */
const LIMITS: TlsLimits = { handshakeMs: 10_000, handshakes: 2_000 };

/** A handshake that goes on. */
interface Pending {
  readonly done: (handshake: Handshake) => void;
  /** What the client said before it was begun. */
  readonly head: Buffer;
}

export class TlsTerminator {
  private readonly server: Server;
  private readonly spoken: readonly string[];
  private readonly limits: TlsLimits;
  private readonly pending = new Map<Socket, Pending>();
  /** What clients offer by ALPN: OpenSSL does not say when it finds nothing in common. */
  private readonly offered = new WeakMap<object, readonly string[]>();

  /**
   * @param spoken ALPN names, the preferred one first; clients without ALPN are welcome
   * @param keylog told the secrets of each handshake, a line of SSLKEYLOGFILE (draft-ietf-tls-keylogfile) at a time. Must not throw
   */
  constructor(identity: TlsIdentity, spoken: readonly string[], limits = LIMITS, keylog?: (line: Buffer) => void) {
    this.spoken = spoken;
    this.limits = limits;
    const { offered } = this;
    this.server = createServer({
      cert: identity.certificate,
      key: identity.key,
      ...(identity.clients === undefined ? {} : clientOptions(identity.clients)),
      handshakeTimeout: limits.handshakeMs,
      // Node calls it as a method of the socket.
      ALPNCallback(this: unknown, { protocols }) {
        if (this instanceof TLSSocket) offered.set(this, protocols);
        return spoken.find((name) => protocols.includes(name));
      },
    });
    this.server.on('secureConnection', (socket) => this.secured(socket));
    this.server.on('tlsClientError', (error, socket) => this.failed(socket, error));
    // With a listener OpenSSL hands secrets out: not without need.
    if (keylog !== undefined) this.server.on('keylog', (line) => keylog(line));
  }

  /**
   * @param raw flowing or not; what was read of it already is unshifted into it
   * @param done called once
   * @returns gives up, where `done` was not called yet
   */
  handshake(raw: Socket, head: Buffer, done: (handshake: Handshake) => void): () => void {
    const { handshakes } = this.limits;
    if (this.pending.size >= handshakes) {
      refuse(raw, done, `TLS handshake: ${handshakes} others are in progress, and no more are begun`, helloIn(head));
      return () => {};
    }
    this.pending.set(raw, { done, head });
    raw.pause();
    raw.unshift(head);
    // Inherited: a client that ends before the handshake is done is gone. Half-closing is for afterwards.
    raw.allowHalfOpen = false;
    this.server.emit('connection', raw);
    return () => {
      if (this.take(raw) !== undefined) refuse(raw, done, 'TLS handshake: cut by us: the server stops', helloIn(head));
    };
  }

  private secured(socket: TLSSocket): void {
    const raw = rawSocket(socket);
    const pending = this.take(raw);
    if (raw === undefined || pending === undefined) {
      socket.destroy();
      return;
    }
    const { done, head } = pending;
    // With --tls-client-auth optional Node passes certificates on that are not valid.
    const isShown = clientSubject(socket) !== undefined;
    if (isShown && !socket.authorized) {
      const end = this.endOf(socket, head, { code: '', message: '' });
      socket.destroy();
      done({ kind: 'FAILED', end });
      return;
    }
    socket.allowHalfOpen = true;
    // After an error of TLS, such as a record that cannot be decrypted, Node leaves both sockets open.
    socket.on('error', () => socket.destroy());
    done({ kind: 'SECURED', socket: withReset(socket, raw), tls: tlsFacts(socket) });
  }

  private failed(socket: TLSSocket, error: NodeJS.ErrnoException): void {
    const pending = this.take(rawSocket(socket));
    socket.destroy();
    pending?.done({ kind: 'FAILED', end: this.endOf(socket, pending.head, error) });
  }

  private endOf(
    socket: TLSSocket,
    head: Buffer,
    { code = '', message }: Pick<NodeJS.ErrnoException, 'code' | 'message'>,
  ): TransportEnd {
    return handshakeEnd({
      ...{ code, message },
      offered: this.offered.get(socket),
      spoken: this.spoken,
      certificateError: certificateError(socket),
      hello: helloIn(head),
    });
  }

  private take(raw: Socket | undefined): Pending | undefined {
    const pending = raw === undefined ? undefined : this.pending.get(raw);
    if (raw !== undefined) this.pending.delete(raw);
    return pending;
  }
}

function clientOptions({ ca, auth }: TlsClients) {
  return { ca, requestCert: true, rejectUnauthorized: auth === 'require' };
}

function refuse(
  raw: Socket,
  done: (handshake: Handshake) => void,
  error: string,
  hello: ClientHello | undefined,
): void {
  raw.resetAndDestroy();
  const clientHello = hello === undefined ? {} : { clientHello: hello };
  done({ kind: 'FAILED', end: { how: 'LOCAL', error, ...clientHello } });
}

/** Undefined where not all of it is there. */
function helloIn(head: Buffer): ClientHello | undefined {
  const reader = new ClientHelloReader();
  reader.push(head);
  return reader.hello;
}

/** Node has no public way from its TLS socket to the one that it was made of, nor tells more in its events. */
function rawSocket(socket: TLSSocket): Socket | undefined {
  return Reflect.get(socket, '_parent');
}

/** Undefined where the handshake did not get so far. The types of Node say Error: it is the code. */
function certificateError(socket: TLSSocket): string | undefined {
  const code: unknown = socket.authorizationError;
  return typeof code === 'string' ? code : undefined;
}

/** Node resets sockets of TCP only. */
function withReset(socket: TLSSocket, raw: Socket): TLSSocket {
  socket.resetAndDestroy = () => {
    raw.resetAndDestroy();
    return socket;
  };
  return socket;
}
