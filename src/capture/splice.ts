/**
 * Joins two sockets so that each side sees what it would see without us: the same bytes, FIN as FIN, RST as RST, and
 * back-pressure both ways. Every chunk is reported before it is forwarded, so reports are in causal order.
 */

import type { Socket } from 'node:net';
import type { Side } from '../trace/event.ts';
import type { TransportEnd } from '../trace/protocol-trace.ts';
import type { ByteFilter, Wire } from './byte-filter.ts';
import type { ServerLeg } from './server-leg.ts';

export interface SpliceObserver {
  /**
   * What the client said, or was told; called before it is forwarded. Must not throw, keep or change the chunk.
   */
  chunk(from: Side, chunk: Uint8Array): void;
  /** Both sockets are closed. Called once, last. */
  end(end: TransportEnd): void;
}

export interface SpliceOptions {
  /**
   * Once one side has ended, or the server no longer reads: how long no byte may pass before both sockets are cut. A peer that
   * half-closes and then vanishes is otherwise kept for ever: grpc-js and Node do not give such connections an end.
   */
  readonly halfClosedIdleMs: number;
  /** What was read of the client already, to find out what it speaks. */
  readonly head: Buffer;
  /** What stands between the two. */
  readonly filter: ByteFilter;
}

/**
 * Between the last words of a server and the RST behind them. A RST overtakes what its receiver has not read yet, in Node for
 * one: a write that fails destroys the socket, unread bytes and all.
 */
const LAST_WORDS_MS = 100;

/** How long a client may take to see that we have closed, before we no longer read what it sends. */
const LINGER_MS = 1_000;

export interface Spliced {
  /** Resolves when both sockets are closed and the observer knows. */
  readonly ended: Promise<void>;
  /** Ends both sockets at once, with a RST to the client. */
  cut(error: string): void;
}

/** @param client the accepted socket, made with allowHalfOpen; @param server may still be connecting */
export function splice(client: Socket, server: ServerLeg, observer: SpliceObserver, options: SpliceOptions): Spliced {
  const spliced = new Splice(client, server, observer, options);
  spliced.start();
  return spliced;
}

class Splice implements Spliced, Wire {
  readonly ended: Promise<void>;
  private onEnded: () => void = () => {};
  private readonly client: Socket;
  private readonly server: ServerLeg;
  private readonly observer: SpliceObserver;
  private readonly options: SpliceOptions;
  private idle: NodeJS.Timeout | undefined = undefined;
  private lastWords: NodeJS.Timeout | undefined = undefined;
  private cause: TransportEnd | undefined = undefined;
  private openSockets = 2;
  /** By a filter. */
  private isEnded = false;

  constructor(client: Socket, server: ServerLeg, observer: SpliceObserver, options: SpliceOptions) {
    this.client = client;
    this.server = server;
    this.observer = observer;
    this.options = options;
    this.ended = new Promise((resolve) => {
      this.onEnded = resolve;
    });
  }

  start(): void {
    this.pump('CLIENT', this.client, this.server);
    this.pump('SERVER', this.server, this.client);
    this.server.on('gone', () => this.serverGone());
    this.client.on('close', () => this.closed(() => this.clientClosed()));
    this.server.on('close', () => this.closed(() => this.serverClosed()));
    const { head, filter } = this.options;
    filter.attach(this);
    if (head.length > 0) this.forward('CLIENT', head, this.client, this.server);
    if (this.client.readableEnded) this.halfClose('CLIENT', this.server);
    if (this.client.closed) this.wasClosed();
  }

  private pump(from: Side, source: Socket, target: Socket): void {
    // Without it Nagle's algorithm and delayed ACKs hold small writes back for 40 ms.
    source.setNoDelay(true);
    source.on('data', (chunk: Buffer) => this.forward(from, chunk, source, target));
    target.on('drain', () => source.resume());
    source.on('end', () => this.halfClose(from, target));
    source.on('error', (error) => this.failed(from, error));
  }

  private forward(from: Side, chunk: Buffer, source: Socket, target: Socket): void {
    if (this.isEnded) return;
    if (from === 'CLIENT') this.observer.chunk('CLIENT', chunk);
    this.idle?.refresh();
    this.options.filter.receive(from, chunk);
    if (!target.writableNeedDrain) return;
    source.pause();
    this.limitIdle();
  }

  pass(from: Side, bytes: Uint8Array): void {
    if (this.isEnded) return;
    // The trace shows what the client said and what it was told.
    if (from === 'SERVER') this.observer.chunk('SERVER', bytes);
    (from === 'SERVER' ? this.client : this.server).write(bytes);
  }

  end(how: 'FIN' | 'RST', why: string): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.cause = { endedBy: 'SERVER', how, error: why };
    this.server.destroy();
    if (how === 'RST') this.resetBehindLastWords();
    else this.client.end(() => this.linger());
  }

  /** What was passed before is sent before, where the client takes it. */
  private resetBehindLastWords(): void {
    const reset = () => this.client.resetAndDestroy();
    this.client.write('', reset);
    this.lastWords ??= setTimeout(reset, LAST_WORDS_MS);
  }

  /** A socket that is closed with bytes unread is reset, and a RST overtakes what its receiver has not read yet. */
  private linger(): void {
    this.lastWords ??= setTimeout(() => this.client.destroy(), LINGER_MS);
  }

  private halfClose(from: Side, target: Socket): void {
    this.cause ??= { endedBy: from, how: 'FIN' };
    this.limitIdle();
    target.end();
    if (this.server.isGone) this.serverGone();
  }

  /** What a client sends to a server that has closed is answered with RST, behind the last words of the server and its FIN. */
  private serverGone(): void {
    this.cause ??= { endedBy: 'SERVER', how: 'FIN' };
    this.limitIdle();
    if (this.server.readableEnded) this.client.end(() => this.resetSoon());
  }

  private resetSoon(): void {
    this.lastWords ??= setTimeout(() => this.client.resetAndDestroy(), LAST_WORDS_MS);
  }

  /** It was reset while we waited for its first bytes. */
  private wasClosed(): void {
    this.cause = { endedBy: 'CLIENT', how: 'RST' };
    this.closed(() => this.server.destroy());
  }

  private limitIdle(): void {
    if (this.idle === undefined) this.idle = setTimeout(() => this.idleTooLong(), this.options.halfClosedIdleMs);
    else this.idle.refresh();
  }

  private idleTooLong(): void {
    const seconds = this.options.halfClosedIdleMs / 1000;
    // A client that we do not read can vanish unseen, unless something is on its way to it. The servers here read whatever
    // comes, or have given up the connection without closing it: nghttp2 does, after an error with streams open.
    const isServerStuck = this.server.writableNeedDrain && this.client.writableLength === 0;
    const by = this.cause?.endedBy?.toLowerCase();
    if (by !== undefined) this.cut(`half-closed by the ${by}, then no byte for ${seconds} s: cut by us`);
    else if (isServerStuck) this.cut(`the server has not read for ${seconds} s: cut by us`);
    else this.idle = undefined;
  }

  cut(error: string): void {
    this.cause = { how: 'LOCAL', error };
    this.server.destroy();
    this.client.resetAndDestroy();
  }

  /** The first end is the one that explains the others; but a FIN may be followed by the reset of the same side. */
  private failed(side: Side, { code, message }: NodeJS.ErrnoException): void {
    // EPIPE: Linux's word for a reset that follows a FIN.
    const isReset = code === 'ECONNRESET' || code === 'EPIPE';
    const isSameSide = this.cause?.how === 'FIN' && this.cause.endedBy === side;
    if (this.cause !== undefined && !(isReset && isSameSide)) return;
    if (side === 'SERVER' && this.server.isUnreachable) {
      this.cut(`no connection to our own server: ${code ?? message}`);
      return;
    }
    this.cause = { endedBy: side, how: 'RST', error: `${side.toLowerCase()}: ${code ?? message}` };
  }

  /** One socket is gone for good: the other gets the same end that the kernel would give it. */
  private closed(endOther: () => void): void {
    this.openSockets -= 1;
    if (this.openSockets > 0) {
      this.limitIdle();
      endOther();
      return;
    }
    clearTimeout(this.idle);
    clearTimeout(this.lastWords);
    this.options.filter.closed();
    this.observer.end(this.cause ?? { how: 'LOCAL' });
    this.onEnded();
  }

  /** Of a client that was reset the server gets no more; else it gets all that the client sent. */
  private clientClosed(): void {
    if (this.cause?.how === 'FIN') this.server.destroySoon();
    else this.server.destroy();
  }

  /** Whatever its end, the client gets what the server wrote before. */
  private serverClosed(): void {
    const wasReset = this.cause?.how === 'RST' && this.cause.endedBy === 'SERVER';
    if (wasReset) this.client.write('', () => this.resetSoon());
    else if (!this.isEnded) this.client.destroySoon();
  }
}
