/** One connection of the export: its events become packets. */

import type { Address, ConnectionClosed, ConnectionOpened, Frame, Http1, Side } from '../../trace/event.ts';
import { FLAG, FRAME_TYPE } from '../../wire/http2/frame-type.ts';
import { encodeFrame } from '../../wire/http2/frame-writer.ts';
import { PREFACE } from '../../wire/http2/preface.ts';
import { BlockWriter } from './block-writer.ts';
import { framePayload } from './frame-payload.ts';
import { carriesFields, emptyHeaderFrame, headerFrames } from './header-frames.ts';
import { Http1Writer } from './http1-payload.ts';
import { LostRequests } from './lost-requests.ts';
import { TableLimits } from './table-limits.ts';
import { type Payload, TcpConnection } from './tcp-connection.ts';
import type { FrameEvent, Unit } from './units.ts';
import {
  CUT_NOTE,
  closedWords,
  frameWords,
  http1Words,
  NO_ADDRESSES_NOTE,
  NOT_CAPTURED,
  openedWords,
  SERVER_FIRST_NOTE,
} from './words.ts';

/** Findings that wait for the next packet; more of them are counted. */
const MAX_REMARKS = 100;

/**
 * Zeros in place of one body: larger ones are a gap in the numbers of TCP. A download of 100 GB is one event, and must not be
 * an export of 100 GB; a frame is at most 16 MB.
 */
const MAX_ZEROS = 64 * 1024 * 1024;

export interface CutConnection {
  /** Where it is known from elsewhere. */
  readonly opened: ConnectionOpened | undefined;
}

export class ExportedConnection {
  private readonly conn: string;
  private readonly ordinal: number;
  private tcp: TcpConnection | undefined = undefined;
  private remarks: string[] = [];
  private unsaid = 0;
  /** The preface of HTTP/2, or what stands for it, has been written. */
  private hasBegun = false;
  private readonly cut: CutConnection | undefined;
  private readonly blocks: Readonly<Record<Side, BlockWriter>> = {
    CLIENT: new BlockWriter(),
    SERVER: new BlockWriter(),
  };
  private readonly limits = new TableLimits((bound, size) => this.blocks[bound].setTableLimit(size));
  private readonly requests = new LostRequests();
  private readonly http1: Readonly<Record<Side, Http1Writer>> = {
    CLIENT: new Http1Writer(),
    SERVER: new Http1Writer(),
  };
  /** When something was last written or remarked on. */
  private time = 0;
  private role: Side = 'SERVER';

  /**
   * @param ordinal another one for each connection of the export
   * @param cut what is known of one whose beginning is not among the events
   */
  constructor(conn: string, ordinal: number, cut?: CutConnection) {
    this.conn = conn;
    this.ordinal = ordinal;
    this.cut = cut;
  }

  *write(unit: Unit): Generator<Uint8Array> {
    const { event, comments } = unit;
    this.time = event.time;
    switch (event.kind) {
      case 'connectionOpened':
        yield* this.open(event.connectionOpened, comments);
        break;
      case 'frame':
        yield* this.frames(event, unit);
        break;
      case 'http1':
        yield* this.message(event.http1, comments);
        break;
      case 'connectionClosed':
        yield* this.close(event.connectionClosed, comments);
    }
  }

  /** To be said with the next packet. */
  remark(text: string, time: number): void {
    this.time = Math.max(this.time, time);
    if (this.remarks.length < MAX_REMARKS) this.remarks.push(text);
    else this.unsaid += 1;
  }

  /** Events of it are missing from here on: what was in them, blocks refer to. */
  lost(text: string): void {
    this.remark(text, this.time);
    this.forget();
  }

  private forget(): void {
    this.blocks.CLIENT.useLiterals();
    this.blocks.SERVER.useLiterals();
    this.requests.gap();
  }

  /** The export ends: what waits for a packet gets one. */
  *end(): Generator<Uint8Array> {
    if (this.remarks.length === 0) return;
    const tcp = this.tcp ?? (yield* this.openCut());
    yield tcp.say(this.role, this.time, this.said([]));
  }

  private *open(opened: ConnectionOpened, comments: readonly string[]): Generator<Uint8Array> {
    yield* this.connect(opened).open(this.time, this.said([...openedWords(this.conn, opened), ...comments]));
  }

  private connect({ peer, local, role }: Pick<ConnectionOpened, 'peer' | 'local' | 'role'>): TcpConnection {
    const [client, server] = role === 'SERVER' ? [peer, local] : [local, peer];
    const tcp = new TcpConnection(client, server, this.ordinal);
    this.tcp = tcp;
    this.role = role;
    return tcp;
  }

  /** What came before the first event that there is. */
  private *openCut(): Generator<Uint8Array, TcpConnection> {
    const opened = this.cut?.opened;
    const facts = opened ?? { peer: standInClient(this.ordinal), local: STAND_IN_SERVER, role: 'SERVER' };
    const words = opened === undefined ? [`${this.conn}: ${NO_ADDRESSES_NOTE}`] : openedWords(this.conn, opened);
    const tcp = this.connect(facts);
    yield* tcp.open(this.time, [CUT_NOTE, ...words]);
    return tcp;
  }

  private *frames(first: FrameEvent, { continuations, comments }: Unit): Generator<Uint8Array> {
    const tcp = this.tcp ?? (yield* this.openCut());
    if (!this.hasBegun) yield* this.begin(tcp, first.frame);
    const events = [first, ...continuations];
    const request = this.requests.missing((events.at(-1) ?? first).frame);
    if (request !== undefined) yield* tcp.send('CLIENT', { bytes: request }, this.time, [NOT_CAPTURED]);
    const { payloads, notes } = this.payloads(events.map(({ frame }) => frame));
    for (const [n, { frame, time }] of events.entries()) {
      const isLast = n === events.length - 1;
      const words = [...frameWords(frame), ...(isLast ? [...notes, ...comments] : [])];
      yield* tcp.send(frame.from, payloads[n] as Payload, time, this.said(words));
    }
    if (first.frame.type === 'SETTINGS') this.limits.see(first.frame);
  }

  /** HTTP/2 is recognised by the preface, on any port: without it nothing behind it would be dissected. */
  private *begin(tcp: TcpConnection, first: Frame): Generator<Uint8Array> {
    this.hasBegun = true;
    if (this.cut === undefined && !startsLate(first)) {
      const note = first.from === 'SERVER' ? [SERVER_FIRST_NOTE] : [];
      yield* tcp.send('CLIENT', { bytes: PREFACE }, this.time, note);
      return;
    }
    this.forget();
    const late = this.cut === undefined ? [CUT_NOTE] : [];
    yield* tcp.send('CLIENT', { bytes: PREFACE }, this.time, [NOT_CAPTURED, ...late]);
    yield* tcp.send('CLIENT', { bytes: NO_SETTINGS }, this.time, [NOT_CAPTURED]);
    yield* tcp.send('SERVER', { bytes: NO_SETTINGS }, this.time, [NOT_CAPTURED]);
  }

  /** @returns one for each frame */
  private payloads(frames: readonly Frame[]): {
    readonly payloads: readonly Payload[];
    readonly notes: readonly string[];
  } {
    const first = frames[0] as Frame;
    const headers = frames.at(-1)?.headers;
    if (!carriesFields(first)) return { payloads: frames.map(framePayload), notes: [] };
    if (headers === undefined) return { payloads: [{ bytes: emptyHeaderFrame(first) }], notes: [NO_BLOCK_NOTE] };
    const { block, note } = this.blocks[first.from].write(headers);
    const encoded = headerFrames(frames, block, headers.blockLength);
    return { payloads: encoded.map((bytes) => ({ bytes })), notes: note === undefined ? [] : [note] };
  }

  private *message(http1: Http1, comments: readonly string[]): Generator<Uint8Array> {
    const tcp = this.tcp ?? (yield* this.openCut());
    const parts = this.http1[http1.from].write(http1);
    let words = this.said([...http1Words(http1, parts.length > 0), ...comments]);
    for (const part of parts) {
      const { bytes, zeros = 0 } = part;
      const isTooLong = zeros > MAX_ZEROS;
      if (isTooLong)
        words.push(`${zeros - MAX_ZEROS} bytes of zeros are left out behind these: a gap for readers of TCP.`);
      yield* tcp.send(http1.from, { bytes, zeros: Math.min(zeros, MAX_ZEROS) }, this.time, words);
      if (isTooLong) tcp.advance(http1.from, zeros - MAX_ZEROS);
      if (bytes.length + zeros > 0) words = [];
    }
    for (const text of words) this.remark(text, this.time);
  }

  private *close(closed: ConnectionClosed, comments: readonly string[]): Generator<Uint8Array> {
    const tcp = this.tcp ?? (yield* this.openCut());
    const { how, endedBy } = closed;
    const words = this.said([closedWords(closed), ...comments]);
    if (how === 'FIN' || how === 'GOAWAY') yield* tcp.finish(endedBy ?? this.role, this.time, words);
    else yield* tcp.reset(endedBy ?? this.role, this.time, words);
  }

  /** What waited, in front of `comments`. */
  private said(comments: readonly string[]): string[] {
    const { remarks, unsaid } = this;
    this.remarks = [];
    this.unsaid = 0;
    return [...remarks, ...(unsaid === 0 ? [] : [`and ${unsaid} more remarks on this connection`]), ...comments];
  }
}

const NO_SETTINGS = encodeFrame({ type: 'SETTINGS', streamId: 0, settings: [] });

const NO_BLOCK_NOTE =
  'What this frame carried of a header block is not in its event: the end of the block has all that is known of it.';

/** RFC 5737: addresses that nobody has. On the port of HTTP readers recognise HTTP/2 without being told. */
const STAND_IN_SERVER: Address = { address: '192.0.2.2', port: 80 };

/** Ports that no connection of the same export had lately. */
const STAND_IN_PORTS = 64_000;

function standInClient(ordinal: number): Address {
  return { address: '192.0.2.1', port: 1_024 + (ordinal % STAND_IN_PORTS) };
}

/** RFC 9113 §3.4: SETTINGS come first. Where they do not, and nobody is blamed for it, they were not recorded. */
function startsLate({ typeCode, flagBits, violation }: Frame): boolean {
  const isSettings = typeCode === FRAME_TYPE.SETTINGS && (flagBits & FLAG.ACK) === 0;
  return !isSettings && violation === undefined;
}
