import { needsStream } from '../../faults/connection-faults.ts';
import type { TransportFault } from '../../faults/fault.ts';
import type { Side } from '../../trace/event.ts';
import { PREFACE } from '../../wire/http2/preface.ts';
import type { Wire } from '../byte-filter.ts';
import { ClientDirection } from './client-direction.ts';
import { FrameCutter } from './frame-cutter.ts';
import type { Injector } from './injector.ts';
import { Link } from './link.ts';
import { Outbox } from './outbox.ts';
import { ServerDirection } from './server-direction.ts';

/** As many as one flood may have: they wait in memory for a client that does not read. */
const MAX_PINGS = 10_000;

/** For all streams of a connection: each is looked at with each frame of a stream. */
const MAX_FAULTS = 64;

/**
 * Makes the faults of one HTTP/2 connection. Until one is asked for it passes every chunk on as it is, and only follows what must be
 * known to begin at any time: where frames end, what the header compression stands at, windows and stream ids.
 */
export class Http2Injector implements Injector {
  readonly #wire: Wire;
  readonly #link: Link;
  readonly #client: ClientDirection;
  readonly #server: ServerDirection;
  readonly #clientFrames: FrameCutter;
  readonly #serverFrames: FrameCutter;

  constructor(wire: Wire) {
    this.#wire = wire;
    const toClient = new Outbox(wire, 'SERVER', () => this.#server.mustNotBeInterrupted || this.#serverFrames.isInside);
    const toServer = new Outbox(wire, 'CLIENT', () => this.#client.isBlockOpen || this.#clientFrames.isInside);
    this.#link = new Link(wire, { toClient, toServer });
    this.#client = new ClientDirection(this.#link);
    this.#server = new ServerDirection(this.#link);
    this.#clientFrames = new FrameCutter(this.#client, PREFACE.length);
    this.#serverFrames = new FrameCutter(this.#server);
  }

  receive(from: Side, chunk: Uint8Array): void {
    const frames = from === 'CLIENT' ? this.#clientFrames : this.#serverFrames;
    if (!this.#link.isHolding) {
      frames.follow(chunk);
      this.#wire.pass(from, chunk);
      return;
    }
    const { toClient, toServer, hasEnded } = this.#link;
    if (hasEnded) return;
    (from === 'CLIENT' ? toServer : toClient).batch(() => frames.cut(chunk));
    this.#link.settle();
  }

  arm(streamId: number | undefined, faults: readonly TransportFault[]): string | undefined {
    if (this.#link.faults.forStreams.length + faults.length > MAX_FAULTS) {
      return `this connection has ${this.#link.faults.forStreams.length} faults: expected at most ${MAX_FAULTS}`;
    }
    const pings = this.#link.outstandingPings + pingsOf(faults);
    if (pings > MAX_PINGS) return `${pings} PINGs on this connection without an answer: expected at most ${MAX_PINGS}`;
    if (this.#link.blocks.isLost) return 'the header fields of this connection could not be followed';
    const ofStream = streamId === undefined && faults.find(needsStream);
    if (ofStream) return `${ofStream.kind} on a connection needs scope=connection`;
    this.#link.isHolding = true;
    this.#link.toClient.batch(() => this.#link.start(streamId, faults));
    this.#link.settle();
    return undefined;
  }

  /** A policy of ours is broken: GOAWAY, and the end of the connection. @param why for the trace */
  fail(errorCode: number, debug: string, why: string): void {
    this.#link.isHolding = true;
    this.#link.toClient.batch(() => this.#link.fail(errorCode, debug, why));
    this.#link.settle();
  }

  closed(): void {
    this.#link.closed();
  }
}

function pingsOf(faults: readonly TransportFault[]): number {
  return faults.reduce((sum, fault) => sum + (fault.kind === 'PING_FLOOD' ? fault.count : 0), 0);
}
