/**
 * Events in groups that are written together: what makes packets, and what follows it at once and is about it. An event about a packet
 * comes behind it, so the newest packet is kept back until the next one comes.
 */

import type { EventOf, Frame, TraceEvent } from '../../trace/event.ts';
import { FLAG } from '../../wire/http2/frame-type.ts';
import { commentOf } from './words.ts';

type PacketKind = 'connectionOpened' | 'connectionClosed' | 'http1' | 'frame';
export type PacketEvent = { [K in PacketKind]: EventOf<K> }[PacketKind];
export type FrameEvent = EventOf<'frame'>;

/** Packets of one event, or of the frames of a header block: all of them, and nothing between. */
export interface Unit {
  readonly kind: 'UNIT';
  readonly event: PacketEvent;
  /** The CONTINUATION frames of the block; the last of them has its list. */
  readonly continuations: readonly FrameEvent[];
  readonly comments: readonly string[];
}

/** What is to be said with the next packet of a connection. */
export interface Remark {
  readonly kind: 'REMARK';
  readonly conn: string;
  readonly time: number;
  readonly text: string;
}

/** Events were dropped. @property conn "": of which connections is not known */
export interface Gap {
  readonly kind: 'GAP';
  readonly conn: string;
  readonly text: string;
}

export type Item = Unit | Remark | Gap;

/** Of a header block: those of a flood are written one by one, and the last one has all that is known of the fields. */
const MAX_CONTINUATIONS = 1_000;

/** On one packet, of what is about it; the others go on with the next packet. */
const MAX_COMMENTS = 100;

interface Held {
  readonly event: PacketEvent;
  readonly continuations: FrameEvent[];
  readonly comments: string[];
}

export function* unitsOf(events: Iterable<TraceEvent>): Generator<Item> {
  const units = new Units();
  for (const event of events) {
    if (isPacket(event)) yield* units.packet(event);
    else yield* units.other(event);
  }
  yield* units.release();
}

class Units {
  private held: Held | undefined = undefined;

  /** @returns what can be written now */
  packet(event: PacketEvent): readonly Item[] {
    const { held } = this;
    if (held !== undefined && event.kind === 'frame' && continues(held, event)) {
      held.continuations.push(event);
      return NOTHING;
    }
    const released = this.release();
    this.held = { event, continuations: [], comments: [] };
    return released;
  }

  other(event: TraceEvent): readonly Item[] {
    const text = commentOf(event);
    const { conn, time } = event;
    if (text === undefined) return NOTHING;
    if (event.kind === 'traceLost' && event.traceLost.dropped > 0) {
      return [...this.release(), { kind: 'GAP', conn, text }];
    }
    // About no connection at all: no packet is the place to say it.
    if (conn === '') return NOTHING;
    const { held } = this;
    if (held?.event.conn === conn && isAbout(event, held) && held.comments.length < MAX_COMMENTS) {
      held.comments.push(text);
      return NOTHING;
    }
    return [...this.release(), { kind: 'REMARK', conn, time, text }];
  }

  release(): readonly Item[] {
    const { held } = this;
    this.held = undefined;
    if (held === undefined) return NOTHING;
    const last = held.continuations.at(-1);
    if (last === undefined || last.frame.headers !== undefined) return [{ kind: 'UNIT', ...held }];
    // The end of the block is not there: what its frames carried is not known.
    return [held.event, ...held.continuations].map((event) => ({
      kind: 'UNIT',
      event,
      continuations: [],
      comments: event === last ? held.comments : [],
    }));
  }
}

const NOTHING: readonly Item[] = [];

function isPacket(event: TraceEvent): event is PacketEvent {
  const { kind } = event;
  return kind === 'frame' || kind === 'http1' || kind === 'connectionOpened' || kind === 'connectionClosed';
}

function continues({ event: first, continuations }: Held, { conn, frame }: FrameEvent): boolean {
  if (first.kind !== 'frame' || first.conn !== conn || !beginsBlock(first.frame)) return false;
  const last = continuations.at(-1)?.frame ?? first.frame;
  const isNext = frame.type === 'CONTINUATION' && frame.from === last.from && frame.streamId === last.streamId;
  return isNext && !endsBlock(last) && continuations.length < MAX_CONTINUATIONS;
}

function beginsBlock({ type, unknown }: Frame): boolean {
  return (type === 'HEADERS' || type === 'PUSH_PROMISE') && unknown === undefined;
}

function endsBlock({ headers, flagBits }: Frame): boolean {
  return headers !== undefined || (flagBits & FLAG.END_HEADERS) !== 0;
}

/**
 * A finding names its evidence; what becomes of a stream or of the trace follows the frame that did it. Behind the end of a connection
 * there is no other packet.
 */
function isAbout(event: TraceEvent, { event: first, continuations }: Held): boolean {
  if (event.kind !== 'finding' || first.kind === 'connectionClosed') return true;
  const { evidence } = event.finding;
  return evidence.includes(first.seq) || continuations.some(({ seq }) => evidence.includes(seq));
}
