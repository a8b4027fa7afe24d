/**
 * What comes before a connection can be joined to one of our servers, in this order: a PROXY protocol header where the source may
 * send one, a TLS handshake where the first bytes are TLS and we have a certificate, and the first bytes of what is spoken inside.
 */

import type { Socket } from 'node:net';
import type { ConnectionFacts } from '../connection-facts.ts';
import type { ProxyProtocol } from '../trace/event.ts';
import type { TransportEnd } from '../trace/protocol-trace.ts';
import { type FirstBytes, readFirstBytes } from './first-bytes.ts';
import type { ProxyHeader } from './proxy-header.ts';
import { readHead } from './read-head.ts';
import { hasBegunProxyHeader, readProxyHeader } from './read-proxy-header.ts';
import type { Sniffed } from './sniff.ts';
import type { Handshake, TlsTerminator } from './tls.ts';

export interface OpeningOptions {
  /** How long a client may be silent, each time that it is to say something, before it is handed on all the same. */
  readonly sniffMs: number;
  /** Absent: TLS is handed on as it comes. */
  readonly tls?: TlsTerminator;
  /** Whether who connects from this address may put a PROXY protocol header in front. Absent: nobody. */
  readonly isProxy?: (address: string) => boolean;
}

export type Opened =
  /** @property client flowing; who does not listen at once has to pause it */
  | { readonly kind: 'READY'; readonly client: Socket; readonly facts: ConnectionFacts; readonly first: FirstBytes }
  /** Closed already. @property sniffed `tls` where it was the handshake, undefined where it was the PROXY protocol header */
  | {
      readonly kind: 'FAILED';
      readonly facts: ConnectionFacts;
      readonly sniffed: 'tls' | undefined;
      readonly end: TransportEnd;
    };

/** @returns waits no longer: hands on who has said nothing, and ends who is in a handshake */
export function open(
  raw: Socket,
  facts: ConnectionFacts,
  options: OpeningOptions,
  done: (opened: Opened) => void,
): () => void {
  const opening = new Opening(raw, facts, options, done);
  opening.start();
  return () => opening.hurry();
}

class Opening {
  private readonly raw: Socket;
  private readonly options: OpeningOptions;
  private readonly done: (opened: Opened) => void;
  private facts: ConnectionFacts;
  private stopWaiting: () => void = () => {};

  constructor(raw: Socket, facts: ConnectionFacts, options: OpeningOptions, done: (opened: Opened) => void) {
    this.raw = raw;
    this.facts = facts;
    this.options = options;
    this.done = done;
  }

  start(): void {
    const { isProxy, sniffMs } = this.options;
    if (isProxy?.(this.facts.peer.address) !== true) this.readFirst(this.raw);
    else this.stopWaiting = readHead(this.raw, sniffMs, readProxyHeader, (header, head) => this.proxied(header, head));
  }

  hurry(): void {
    this.stopWaiting();
  }

  private proxied(header: ProxyHeader | undefined, head: Buffer): void {
    if (header === undefined) {
      if (hasBegunProxyHeader(head)) this.refuse(`it stops after ${head.length} bytes`);
      else this.ready(this.raw, { sniffed: undefined, head });
      return;
    }
    if (header.kind === 'MALFORMED') {
      this.refuse(header.reason);
      return;
    }
    const length = header.kind === 'HEADER' ? header.length : 0;
    if (header.kind === 'HEADER') this.facts = { ...this.facts, proxyProtocol: told(header, this.facts) };
    this.raw.unshift(head.subarray(length));
    this.readFirst(this.raw);
  }

  private refuse(reason: string): void {
    this.raw.resetAndDestroy();
    this.failed(undefined, { how: 'LOCAL', error: `PROXY protocol header refused: ${reason}` });
  }

  private readFirst(client: Socket): void {
    this.stopWaiting = readFirstBytes(client, this.options.sniffMs, (first) => {
      const { tls } = this.options;
      // Only the outermost TLS is ended here: what is inside is the client's business.
      if (first.sniffed === 'tls' && tls !== undefined && client === this.raw) this.shakeHands(tls, first.head);
      else this.ready(client, first);
    });
  }

  private shakeHands(tls: TlsTerminator, head: Buffer): void {
    this.stopWaiting = tls.handshake(this.raw, head, (handshake) => this.shaken(handshake));
  }

  private shaken(handshake: Handshake): void {
    if (handshake.kind === 'FAILED') {
      this.failed('tls', handshake.end);
      return;
    }
    const { socket, tls } = handshake;
    this.facts = { ...this.facts, tls };
    const agreed = tls.alpn === undefined ? undefined : SPOKEN_BY_ALPN[tls.alpn];
    if (agreed === undefined) this.readFirst(socket);
    else this.ready(socket, { sniffed: agreed, head: Buffer.alloc(0) });
  }

  private ready(client: Socket, first: FirstBytes): void {
    this.stopWaiting = () => {};
    this.done({ kind: 'READY', client, facts: this.facts, first });
  }

  private failed(sniffed: 'tls' | undefined, end: TransportEnd): void {
    this.stopWaiting = () => {};
    this.done({ kind: 'FAILED', facts: this.facts, sniffed, end });
  }
}

/** What was agreed need not be sniffed: a client may wait for the server to speak first. Inside TLS it is clear text. */
const SPOKEN_BY_ALPN: { readonly [alpn: string]: Sniffed } = { h2: 'h2c', 'http/1.1': 'http/1.1' };

function told(
  { version, addresses }: ProxyHeader & { kind: 'HEADER' },
  { peer, local }: ConnectionFacts,
): ProxyProtocol {
  return { version, ...(addresses ?? { source: peer, destination: local }) };
}
