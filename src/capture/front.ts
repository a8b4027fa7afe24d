/**
 * A public listener. The front accepts a connection, reads what comes before its traffic (`opening.ts`), and splices it to the
 * private listener of our servers; what passes is shown to an observer.
 */

import { createServer, type Server, type Socket } from 'node:net';
import type { ConnectionFacts } from '../connection-facts.ts';
import type { Address, ListenerName } from '../trace/event.ts';
import type { ByteFilter } from './byte-filter.ts';
import { explained } from './explained.ts';
import type { FirstBytes } from './first-bytes.ts';
import type { InnerListener } from './inner.ts';
import { type Opened, type OpeningOptions, open } from './opening.ts';
import { plainAddress } from './plain-address.ts';
import type { InnerProtocol } from './private-header.ts';
import type { Sniffed } from './sniff.ts';
import { type Spliced, type SpliceObserver, splice } from './splice.ts';

export interface FrontOptions extends OpeningOptions {
  readonly listener: ListenerName;
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  /** Which server gets a client that speaks this; undefined: it has not said enough within `sniffMs`. */
  readonly route: (sniffed: Sniffed | undefined) => InnerProtocol;
  readonly halfClosedIdleMs: number;
  /** @returns the `conn` of the next connection, for the whole process */
  readonly nextId: () => string;
  /** @returns what sees the bytes of the connection */
  readonly observe: (connection: AcceptedConnection) => SpliceObserver;
  /** @returns what stands between the client and the server */
  readonly filterFor: (facts: ConnectionFacts, protocol: InnerProtocol) => ByteFilter;
  /** Told of connections that could not be accepted, or not be joined to our servers: EMFILE, malformed PROXY protocol headers. */
  readonly onError: (error: Error) => void;
}

export interface AcceptedConnection {
  readonly facts: ConnectionFacts;
  readonly sniffed: Sniffed | undefined;
  /** The server that it was handed to; undefined where it ended before. */
  readonly protocol: InnerProtocol | undefined;
}

/** Finds peers that vanish without a word: after this much silence the kernel begins to probe (tcp(7), SO_KEEPALIVE). */
const TCP_KEEPALIVE_MS = 60_000;

export class Front {
  private readonly options: FrontOptions;
  private readonly inner: InnerListener;
  private readonly server: Server;
  /** Clients that are not joined yet, or on their way to it: each waits no longer when its function is called. */
  private readonly undecided = new Set<() => void>();
  private readonly open = new Set<Spliced>();
  /** How many wait for their leg. */
  private joining = 0;
  private onAllJoined: () => void = () => {};

  constructor(inner: InnerListener, options: FrontOptions) {
    this.inner = inner;
    this.options = options;
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.accept(socket));
  }

  /** @returns where it listens. Rejects with the error of listen(2): EADDRINUSE, EACCES. */
  listen(): Promise<Address> {
    const { host, port } = this.options;
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ host, port }, () => {
        this.server.off('error', reject).on('error', this.options.onError);
        resolve(addressOf(this.server.address()));
      });
    });
  }

  /** Accepts no more connections; those that are open stay. Who has said nothing yet is handed on; handshakes are cut. */
  close(): void {
    this.server.close();
    for (const hurry of this.undecided) hurry();
  }

  /** Resolves when no connection waits to be joined to our servers. To be called after `close`. */
  async joined(): Promise<void> {
    if (this.joining > 0) await new Promise<void>((resolve) => (this.onAllJoined = resolve));
  }

  /** Resolves when every connection has ended, after `graceMs` by being cut, and its observer knows. To be called after `close`. */
  async drained(graceMs: number): Promise<void> {
    const timer = setTimeout(() => {
      for (const spliced of this.open) spliced.cut('cut by us: the server stops');
    }, graceMs);
    await Promise.all(Array.from(this.open, ({ ended }) => ended));
    clearTimeout(timer);
  }

  private accept(client: Socket): void {
    // Before anything else: an error without a listener would end the process. What it means, the splice sees.
    client.on('error', () => {});
    const facts = this.facts(client);
    if (facts.peer === UNKNOWN) {
      this.missed(client, facts);
      return;
    }
    client.setKeepAlive(true, TCP_KEEPALIVE_MS);
    const hurry = open(client, facts, this.options, (opened) => {
      this.undecided.delete(hurry);
      if (opened.kind === 'READY') this.join(opened.client, opened.facts, opened.first);
      else this.failed(opened);
    });
    this.undecided.add(hurry);
  }

  private failed({ facts, sniffed, end }: Opened & { kind: 'FAILED' }): void {
    this.options.observe({ facts, sniffed, protocol: undefined }).end(end);
    // The proxy's fault, and so that of who runs it: a handshake is between us and a client, and the trace's.
    if (sniffed === undefined) this.options.onError(new Error(`from ${facts.peer.address}: ${end.error}`));
  }

  private join(client: Socket, facts: ConnectionFacts, { sniffed, head }: FirstBytes): void {
    const { route, observe, filterFor, onError, halfClosedIdleMs } = this.options;
    const protocol = route(sniffed);
    const observer = explained(observe({ facts, sniffed, protocol }), sniffed, facts.tls !== undefined);
    // It may have to wait for its leg, and nobody would hear what it says meanwhile.
    client.pause();
    this.joining += 1;
    try {
      this.inner.connect(facts, protocol, (server) => {
        this.hasJoined();
        // Before the splice, which may have to pause it again.
        client.resume();
        server.once('unreachable', (error: Error) => onError(withoutPath(error)));
        const spliced = splice(client, server, observer, {
          halfClosedIdleMs,
          head,
          filter: filterFor(facts, protocol),
        });
        this.open.add(spliced);
        void spliced.ended.then(() => this.open.delete(spliced));
      });
    } catch (error) {
      // What is wrong with one connection must not be the end of all.
      this.hasJoined();
      client.resetAndDestroy();
      observer.end({ how: 'LOCAL', error: `no connection to our own server: ${error}` });
      onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private hasJoined(): void {
    this.joining -= 1;
    if (this.joining === 0) this.onAllJoined();
  }

  /** It was reset before it was accepted: the kernel has forgotten who it was, but those who look for it shall find it. */
  private missed(client: Socket, facts: ConnectionFacts): void {
    const observer = this.options.observe({ facts, sniffed: undefined, protocol: this.options.route(undefined) });
    client.destroy();
    observer.end({ endedBy: 'CLIENT', how: 'RST', error: 'client: reset before it was accepted' });
  }

  private facts(client: Socket): ConnectionFacts {
    return {
      id: this.options.nextId(),
      listener: this.options.listener,
      peer: addressOrUnknown(client.remoteAddress, client.remotePort),
      local: addressOrUnknown(client.localAddress, client.localPort),
      openedAt: Date.now(),
    };
  }
}

/** Node names the address that it could not connect to, and that of our own server helps nobody. */
function withoutPath(error: NodeJS.ErrnoException): Error {
  return new Error(`no connection to our own server: ${error.code ?? error.message}`, { cause: error });
}

const UNKNOWN: Address = { address: '', port: 0 };

function addressOrUnknown(address: string | undefined, port: number | undefined): Address {
  return address === undefined || port === undefined ? UNKNOWN : { address: plainAddress(address), port };
}

function addressOf(bound: ReturnType<Server['address']>): Address {
  if (bound === null || typeof bound === 'string') throw new Error(`expected a TCP address, got ${bound}`);
  return { address: bound.address, port: bound.port };
}
