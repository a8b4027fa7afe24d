import { isOfStreams } from '../../faults/connection-faults.ts';
import type { GoawayFault, TransportFault } from '../../faults/fault.ts';
import { ERROR_CODE, errorName } from '../../wire/http2/error-code.ts';
import { encodeFrame } from '../../wire/http2/frame-writer.ts';
import { INITIAL_SETTINGS, MAX_WINDOW_SIZE } from '../../wire/http2/settings.ts';
import type { Wire } from '../byte-filter.ts';
import { AbandonedStreams } from './abandoned-streams.ts';
import { ConnectionFaults } from './connection-faults.ts';
import { Credit } from './credit.ts';
import { FaultyStream, type StreamHost } from './faulty-stream.ts';
import type { Outbox } from './outbox.ts';
import { PingFlood } from './ping-flood.ts';
import { encodePing } from './pings.ts';
import { ResponseBlocks } from './response-blocks.ts';
import { SettingsQueue } from './settings-queue.ts';
import type { StagedFault } from './stage.ts';
import { StreamWindows } from './stream-windows.ts';

/** RFC 9113 §6.8: no stream is above it. */
const MAX_STREAM_ID = 2 ** 31 - 1;

/** Of the PING between the two GOAWAYs of a graceful end; a flood does not come so far. */
const LEAVING_PING = 0xffff_ffff;

/**
 * Faulty streams whose frames still have to be kept from the client: as many as a connection may have open
 * by default (`--max-concurrent-streams`), and as many again that the server has not given up yet. The oldest is forgotten.
 */
const MAX_STREAMS = 2_000;

export interface Outboxes {
  readonly toClient: Outbox;
  readonly toServer: Outbox;
}

/** One HTTP/2 connection between a client and a server that do not see all of each other's frames: its state, and what can be done to it. */
export class Link implements StreamHost {
  readonly blocks = new ResponseBlocks();
  readonly credit = new Credit();
  readonly settings = new SettingsQueue();
  readonly faults = new ConnectionFaults();
  readonly streams = new Map<number, FaultyStream>();
  readonly toClient: Outbox;
  readonly toServer: Outbox;
  highestStreamId = 0;
  /** Frames are held, and not only looked at. */
  isHolding = false;
  /** Nothing more passes. */
  hasEnded = false;
  window = INITIAL_SETTINGS.INITIAL_WINDOW_SIZE;
  readonly #wire: Wire;
  readonly #windows = new StreamWindows();
  /** As many as the server lets its client send without an answer. */
  readonly #announced: (number | undefined)[] = [];
  readonly #flood: PingFlood;
  readonly #abandoned = new AbandonedStreams((streamId) =>
    this.toServer.insert(encodeFrame({ type: 'RST_STREAM', streamId, errorCode: ERROR_CODE.CANCEL })),
  );
  /** What happens to a connection happens once, whichever of its streams comes first. */
  readonly #performed = new WeakSet<StagedFault>();
  #ending: { readonly how: 'FIN' | 'RST'; readonly why: string } | undefined = undefined;

  constructor(wire: Wire, { toClient, toServer }: Outboxes) {
    this.#wire = wire;
    this.toClient = toClient;
    this.toServer = toServer;
    this.#flood = new PingFlood((number) => this.send(encodePing(number)));
  }

  /** Asked for by a stream, or undefined: for the connection. */
  start(streamId: number | undefined, faults: readonly TransportFault[]): void {
    for (const fault of faults) this.#startOnConnection(fault);
    const lasting = faults.filter((fault) => fault.scope === 'CONNECTION' && isOfStreams(fault));
    this.faults.forStreams.push(...lasting);
    if (streamId !== undefined) this.#startOnStream(streamId, faults.filter(isOfStreams));
    else for (const fault of faults) if ('stage' in fault && fault.stage.at === 'ONCE') this.perform(fault);
  }

  /** PINGs of floods that are not answered yet. */
  get outstandingPings(): number {
    return this.#flood.outstanding;
  }

  /** The client has opened a stream. */
  opened(streamId: number): void {
    if (streamId <= this.highestStreamId) return;
    this.highestStreamId = streamId;
    if (this.faults.forStreams.length > 0) this.#startOnStream(streamId, this.faults.forStreams);
  }

  /** Whether frames of the server for this stream are not simply passed on. */
  isTouched(streamId: number): boolean {
    return this.streams.has(streamId) || streamId > this.faults.lastStreamId;
  }

  send(bytes: Uint8Array): void {
    this.toClient.insert(bytes);
  }

  spend(bytes: number): void {
    this.window -= bytes;
  }

  windowOf(streamId: number): number {
    return this.streams.get(streamId)?.writer.window ?? this.#windows.of(streamId);
  }

  /** The client has sent SETTINGS. @param initialWindow what each stream may send at first, where they say it */
  announced(initialWindow: number | undefined): void {
    this.#announced.push(initialWindow);
  }

  /** The server has acknowledged the oldest of them: from then on it and the client go by them, RFC 9113 §6.5.3. */
  acknowledged(): void {
    const initialWindow = this.#announced.shift();
    if (initialWindow !== undefined) this.#setInitialWindow(initialWindow);
  }

  #setInitialWindow(bytes: number): void {
    const change = this.#windows.setInitial(bytes);
    for (const { writer } of this.streams.values()) writer.credited(change);
    this.#resume();
  }

  /** The client gives credit. @returns how much of it is for the server */
  credited(streamId: number, bytes: number): number {
    const forServer = streamId === 0 ? this.#connectionCredit(bytes) : this.#streamCredit(streamId, bytes);
    this.#resume();
    return forServer;
  }

  /** The server has said its last word on the stream. */
  release(streamId: number): void {
    const stream = this.streams.get(streamId);
    this.#abandoned.delete(streamId);
    if (stream?.writer.isWaiting === true) stream.isReleased = true;
    else this.streams.delete(streamId);
  }

  /** One of the sides has reset the stream. */
  forget(streamId: number): void {
    const stream = this.streams.get(streamId);
    this.#abandoned.delete(streamId);
    this.streams.delete(streamId);
    stream?.writer.discard();
  }

  /** A stream with which nothing is wrong, until it no longer waits, where the client's window has less room than the server knows. */
  follow(streamId: number): FaultyStream {
    const stream = new FaultyStream(streamId, [], this);
    // Of the stream itself no credit is missing.
    stream.writer.credited(MAX_WINDOW_SIZE);
    stream.isReleased = true;
    this.#keep(stream);
    return stream;
  }

  dropData(bytes: number): void {
    const increment = this.credit.removed(bytes);
    if (increment > 0) this.creditServer(0, increment);
  }

  creditServer(streamId: number, increment: number): void {
    this.toServer.insert(encodeFrame({ type: 'WINDOW_UPDATE', streamId, increment }));
  }

  abandon(streamId: number): void {
    this.#abandoned.add(streamId);
  }

  perform(fault: StagedFault): void {
    if (this.#performed.has(fault)) return;
    this.#performed.add(fault);
    if (fault.kind === 'GOAWAY') this.#goAway(fault);
    else if (fault.kind === 'SILENCE') this.toClient.close();
    else if (fault.kind === 'FIN') this.#end('FIN', 'fin, a fault that was asked for');
    else if (fault.kind === 'TCP_RST') this.#end('RST', 'tcp_rst, a fault that was asked for');
  }

  /** The client has answered a PING of ours. */
  pingAnswered(number: number): void {
    const { leaving } = this.faults;
    if (number !== LEAVING_PING) this.#flood.answered();
    if (number !== LEAVING_PING || leaving === undefined) return;
    this.faults.leaving = undefined;
    this.#lastGoaway(leaving);
  }

  /** To be called when what had to be sent was sent. */
  settle(): void {
    const ending = this.#ending;
    if (ending === undefined || this.toClient.hasWaiting) return;
    this.#ending = undefined;
    this.hasEnded = true;
    this.#wire.end(ending.how, ending.why);
  }

  closed(): void {
    this.#flood.stop();
    this.#abandoned.clear();
  }

  #connectionCredit(bytes: number): number {
    this.window += bytes;
    return this.credit.given(bytes);
  }

  #streamCredit(streamId: number, bytes: number): number {
    const stream = this.streams.get(streamId);
    if (stream === undefined) {
      this.#windows.credited(streamId, bytes);
      return bytes;
    }
    stream.writer.credited(bytes);
    return stream.writer.credit.given(bytes);
  }

  #resume(): void {
    for (const stream of this.streams.values()) {
      if (!stream.writer.isWaiting) continue;
      stream.writer.resume();
      if (stream.isReleased && !stream.writer.isWaiting) this.streams.delete(stream.id);
    }
  }

  #startOnConnection(fault: TransportFault): void {
    this.faults.remember(fault, this.highestStreamId);
    if (fault.kind === 'PING_FLOOD') this.#flood.start(fault.count, fault.intervalMs);
    if (fault.kind !== 'SETTINGS') return;
    this.settings.sent(true);
    this.send(encodeFrame({ type: 'SETTINGS', streamId: 0, settings: fault.settings }));
  }

  #startOnStream(streamId: number, faults: readonly TransportFault[]): void {
    // The client knows from GOAWAY that streams above its last one are not answered.
    if (faults.length === 0 || streamId > this.faults.lastStreamId) return;
    const earlier = this.streams.get(streamId);
    if (earlier?.isOver === true) return;
    const stream = new FaultyStream(streamId, [...(earlier?.faults ?? []), ...faults], this);
    this.#keep(stream);
    stream.start();
  }

  #keep(stream: FaultyStream): void {
    const [oldest] = this.streams.keys();
    if (oldest !== undefined && this.streams.size >= MAX_STREAMS) this.forget(oldest);
    this.streams.set(stream.id, stream);
  }

  #goAway(fault: GoawayFault): void {
    if (!fault.isGraceful) {
      this.#lastGoaway(fault);
      return;
    }
    const { debug } = fault;
    this.faults.leaving = fault;
    this.#sendGoaway(MAX_STREAM_ID, ERROR_CODE.NO_ERROR, debug);
    this.send(encodePing(LEAVING_PING));
  }

  #lastGoaway({ errorCode, lastStreamId: asked = this.highestStreamId, debug }: GoawayFault): void {
    const lastStreamId = Math.min(this.faults.lastStreamId, asked);
    this.#sendGoaway(lastStreamId, errorCode, debug);
    this.faults.lastStreamId = lastStreamId;
    for (const stream of this.streams.values()) if (stream.id > lastStreamId) stream.end(true);
    // RFC 9113 §5.4.1: an endpoint that tells of an error closes the connection.
    if (errorCode !== ERROR_CODE.NO_ERROR)
      this.#end('FIN', `goaway ${errorName(errorCode)}, a fault that was asked for`);
  }

  /** A connection error, RFC 9113 §5.4.1. @param why for the trace */
  fail(errorCode: number, debug: string, why: string): void {
    this.#sendGoaway(this.highestStreamId, errorCode, debug);
    this.#end('FIN', why);
  }

  /** RFC 9113 §6.8: the last stream id never rises. */
  #sendGoaway(highest: number, errorCode: number, debug: string): void {
    const lastStreamId = Math.min(this.faults.lastStreamId, highest);
    const bytes = new TextEncoder().encode(debug);
    this.send(encodeFrame({ type: 'GOAWAY', streamId: 0, lastStreamId, errorCode, debug: bytes }));
  }

  #end(how: 'FIN' | 'RST', why: string): void {
    if (!this.hasEnded) this.#ending ??= { how, why };
    this.toClient.close();
  }
}
