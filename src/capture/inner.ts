/**
 * The private listener in front of our servers. The front connects to it once for each connection that it has accepted, and
 * says in a PROXY protocol header whose it is; what follows are the client's bytes. Servers get a bare socket and the facts.
 */

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionFacts } from '../connection-facts.ts';
import {
  decodePrivateHeader,
  encodePrivateHeader,
  FIXED_BYTES,
  type InnerProtocol,
  restLength,
} from './private-header.ts';
import { ServerLeg } from './server-leg.ts';

/** The front sends the header with the connection: whoever takes longer is not the front. */
const HEADER_TIMEOUT_MS = 1_000;

const SECRET_BYTES = 32;

/**
 * Connections that the listener has not accepted yet. Others wait here: where its queue is full a unix socket fails at once, and
 * does not try again as TCP does. The queue may be as short as 128 (somaxconn before Linux 5.4).
 */
const MAX_UNACCEPTED = 100;

/**
 * How long a server may go on with what it has, once the front has closed the connection. One that has given up reading (nghttp2
 * does, after an error with streams open) would not hear of it, and keep its socket for ever.
 */
const LEFT_BEHIND_MS = 1_000;

/** Takes a socket on which the client's bytes come next. */
export type Acceptor = (socket: Socket, facts: ConnectionFacts, protocol: InnerProtocol) => void;

export class InnerListener {
  private readonly accept: Acceptor;
  private readonly onError: (error: Error) => void;
  private readonly secret = randomBytes(SECRET_BYTES);
  private readonly server: Server;
  private readonly path: InnerPath;
  /** By connection id. */
  private readonly handed = new Map<string, Socket>();
  /** Bounded by the descriptors of the process: each holds one, that of its client. */
  private readonly waiting: (() => void)[] = [];
  /** Ids of connections. */
  private readonly unaccepted = new Set<string>();

  /** @param onError told of connections that could not be accepted: EMFILE */
  constructor(accept: Acceptor, onError: (error: Error) => void) {
    this.accept = accept;
    this.onError = onError;
    this.path = innerPath();
    this.server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => this.admit(socket));
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ path: this.path.path }, () => {
        this.server.off('error', reject).on('error', this.onError);
        resolve();
      });
    });
  }

  /**
   * @param onLeg is given a socket whose writes reach the server of that protocol; it may still be connecting. Called at once, but
   * where very many come at a time
   * @throws Error where the facts have no form in the header
   */
  connect(facts: ConnectionFacts, protocol: InnerProtocol, onLeg: (leg: ServerLeg) => void): void {
    const header = encodePrivateHeader({ facts, protocol, secret: this.secret });
    this.waiting.push(() => onLeg(this.openLeg(facts.id, header)));
    this.openNext();
  }

  private openLeg(id: string, header: Buffer): ServerLeg {
    const leg = new ServerLeg();
    this.unaccepted.add(id);
    leg.connect({ path: this.path.path });
    leg.write(header);
    // Turned away: its end may be all that comes, since the leg stays half-open.
    leg.once('end', () => this.accepted(id));
    leg.once('close', () => {
      this.accepted(id);
      this.left(id);
    });
    return leg;
  }

  private openNext(): void {
    while (this.unaccepted.size < MAX_UNACCEPTED) {
      const open = this.waiting.shift();
      if (open === undefined) return;
      open();
    }
  }

  /** Or given up. */
  private accepted(id: string): void {
    if (this.unaccepted.delete(id)) this.openNext();
  }

  /** Accepts no more connections; those that are open stay. */
  close(): void {
    this.server.close();
    this.path.remove();
  }

  private admit(socket: Socket): void {
    const refuse = () => socket.destroy();
    let isHanded = false;
    // Where the process was held up, time is over before anybody has looked at what came meanwhile: that is read first.
    const timer = setTimeout(() => setImmediate(() => isHanded || refuse()), HEADER_TIMEOUT_MS);
    const readHeader = headerReader(socket);
    const onReadable = () => {
      const bytes = readHeader();
      if (bytes === undefined) return;
      isHanded = true;
      clearTimeout(timer);
      socket.off('readable', onReadable).off('end', refuse);
      this.hand(socket, bytes);
    };
    socket.on('error', refuse).on('close', () => clearTimeout(timer));
    socket.on('readable', onReadable).on('end', refuse);
  }

  private hand(socket: Socket, bytes: Buffer): void {
    const header = decodePrivateHeader(bytes);
    const known = header?.secret.length === SECRET_BYTES && timingSafeEqual(header.secret, this.secret);
    if (header === undefined || !known) {
      socket.destroy();
      return;
    }
    const { id } = header.facts;
    this.accepted(id);
    this.handed.set(id, socket);
    socket.once('close', () => this.handed.delete(id));
    this.accept(socket, header.facts, header.protocol);
  }

  private left(id: string): void {
    const socket = this.handed.get(id);
    if (socket === undefined) return;
    const timer = setTimeout(() => socket.destroy(), LEFT_BEHIND_MS);
    socket.once('close', () => clearTimeout(timer));
  }
}

/**
 * Reads exactly the header: what is behind it stays in the socket for the server.
 *
 * @returns to be called when there is something to read; undefined until the header is whole. Of a socket that ends before, it
 * gives what came, which is no header.
 */
function headerReader(socket: Socket): () => Buffer | undefined {
  // Kept here and not unshifted into the socket: Node calls that readable again, and would ask for ever.
  let fixed: Buffer | null = null;
  return () => {
    fixed ??= socket.read(FIXED_BYTES);
    if (fixed === null) return undefined;
    const length = restLength(fixed);
    if (length === undefined) return fixed;
    const rest: Buffer | null = socket.read(length);
    return rest === null ? undefined : Buffer.concat([fixed, rest]);
  };
}

interface InnerPath {
  readonly path: string;
  remove(): void;
}

/** Linux has names that are no files (unix(7), abstract sockets); elsewhere a folder that only we can enter. */
function innerPath(): InnerPath {
  if (process.platform === 'linux') {
    return { path: `\0sre-test-server-${process.pid}-${randomBytes(8).toString('hex')}`, remove: () => {} };
  }
  const folder = mkdtempSync(join(tmpdir(), 'sre-test-server-'));
  return { path: join(folder, 'inner.sock'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
