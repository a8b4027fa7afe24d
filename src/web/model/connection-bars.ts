/** Streams as a waterfall: one bar each, with as much in it as can be told apart when it is drawn. */

import { count, duration } from '../../formats/text.ts';
import type { Side } from '../../trace/event.ts';
import { merged, type Span, totalMs, within } from './connection-spans.ts';
import type { SendingSide, StreamNotes } from './connection-stream-notes.ts';
import { sideWord, type Tone } from './connection-words.ts';

export interface StreamBar {
  readonly streamId: number;
  /** "sre.echo.v1.EchoService/Echo", "GET /path"; undefined where its head is not held. */
  readonly name: string | undefined;
  readonly beganBefore: boolean;
  readonly fromMs: number;
  /** When the response began; undefined where none has. */
  readonly firstByteMs: number | undefined;
  /** When it ended; of one that is open, when it is looked at. */
  readonly toMs: number;
  /** "grpc-status 0 OK"; "open" */
  readonly how: string;
  readonly tone: Tone;
  /** When DATA flowed. */
  readonly data: readonly DataSpan[];
  readonly stalls: readonly StallSpan[];
  readonly stalledMs: number;
  readonly messages: readonly MessageTick[];
}

export interface DataSpan extends Span {
  readonly from: Side;
}

/** A window was used up, until there was credit or the end. */
export interface StallSpan extends Span {
  /** Who had to wait. */
  readonly sender: Side;
  readonly window: 'stream' | 'connection';
}

export interface MessageTick {
  readonly atMs: number;
  readonly from: Side;
}

export interface Waterfall {
  /** In the order in which they began. */
  readonly bars: readonly StreamBar[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Streams that are held and not drawn: they ended before the others. */
  readonly leftOut: number;
}

/** More rows than this are not looked through; the list of streams has them all. */
const MAX_BARS = 200;

/** What is nearer than this share of all the time that is drawn falls on the same pixel. */
const RESOLUTION = 400;

export type ConnectionStalls = { readonly [side in Side]: readonly Span[] };

export function waterfall(streams: readonly StreamNotes[], shared: ConnectionStalls, untilMs: number): Waterfall {
  const drawn = lastOpen(streams);
  const fromMs = drawn[0]?.fromMs ?? 0;
  const toMs = drawn.reduce((latest, { end }) => Math.max(latest, end?.atMs ?? untilMs), fromMs);
  const gapMs = (toMs - fromMs) / RESOLUTION;
  return {
    bars: drawn.map((stream) => bar(stream, shared, untilMs, gapMs)),
    fromMs,
    toMs,
    leftOut: streams.length - drawn.length,
  };
}

/** Those that are open, and those that ended last: a long call is not pushed out by short ones that began behind it. */
function lastOpen(streams: readonly StreamNotes[]): readonly StreamNotes[] {
  const endOf = ({ end }: StreamNotes) => end?.atMs ?? Number.POSITIVE_INFINITY;
  const newest = streams.toSorted((a, b) => (endOf(a) === endOf(b) ? b.streamId - a.streamId : endOf(b) - endOf(a)));
  return newest.slice(0, MAX_BARS).sort((a, b) => a.fromMs - b.fromMs || a.streamId - b.streamId);
}

const SIDES = ['CLIENT', 'SERVER'] as const;

function bar(stream: StreamNotes, shared: ConnectionStalls, untilMs: number, gapMs: number): StreamBar {
  const { streamId, name, beganBefore, fromMs, firstByteMs, end } = stream;
  const toMs = Math.max(fromMs, end?.atMs ?? untilMs);
  const stalls = SIDES.flatMap((side) => stallsOf(side, stream[side], shared[side], { fromMs, toMs }, gapMs));
  return {
    streamId,
    name,
    beganBefore,
    fromMs,
    firstByteMs,
    toMs,
    how: end?.words ?? 'open',
    tone: end?.tone ?? 'open',
    data: SIDES.flatMap((from) => merged(stream[from].data, gapMs).map((span) => dataSpan(from, span))),
    stalls,
    stalledMs: totalMs(
      merged(
        stalls.toSorted((a, b) => a.fromMs - b.fromMs),
        0,
      ),
    ),
    messages: SIDES.flatMap((from) => apart(stream[from].messages, gapMs).map((atMs) => ({ atMs, from }))),
  };
}

function dataSpan(from: Side, { fromMs, toMs }: Span): DataSpan {
  return { from, fromMs, toMs };
}

/** At the window of the connection all wait that have not said all. */
function stallsOf(
  sender: Side,
  { window, endedAt }: SendingSide,
  shared: readonly Span[],
  { fromMs, toMs }: Span,
  gapMs: number,
): readonly StallSpan[] {
  const sending = { fromMs, toMs: Math.min(toMs, endedAt ?? toMs) };
  const own = merged(window.until(toMs), gapMs).map((span) => ({ ...span, sender, window: 'stream' as const }));
  const common = shared.flatMap((span) => within(span, sending) ?? []);
  return [...own, ...merged(common, gapMs).map((span) => ({ ...span, sender, window: 'connection' as const }))];
}

/** Without those that are drawn on the one before. */
function apart(times: readonly number[], gapMs: number): readonly number[] {
  let last = Number.NEGATIVE_INFINITY;
  return times.filter((atMs) => {
    if (atMs - last < gapMs) return false;
    last = atMs;
    return true;
  });
}

/** All of a bar for who cannot see it. */
export function barWords({
  streamId,
  name,
  fromMs,
  toMs,
  firstByteMs,
  how,
  tone,
  stalls,
  stalledMs,
}: StreamBar): string {
  const first = firstByteMs === undefined ? 'no response yet' : `first byte after ${duration(firstByteMs - fromMs)}`;
  const where = [...new Set(stalls.map(({ sender, window }) => `${sideWord(sender)}, window of the ${window}`))].join(
    '; ',
  );
  const stalled = stalls.length === 0 ? '' : `, stalled ${duration(stalledMs)} (${where})`;
  const lasted = `${tone === 'open' ? 'open for' : 'took'} ${duration(toMs - fromMs)}`;
  return `stream ${streamId} ${name ?? 'began before what is held'}: ${lasted}, ${first}${stalled}, ${how}`;
}

/** "12 streams; 3 of them stalled" */
export function waterfallWords({ bars, leftOut }: Waterfall): string {
  const stalled = bars.filter(({ stalls }) => stalls.length > 0).length;
  const cut = leftOut === 0 ? '' : `; ${count(leftOut, 'stream')} that ended before are not drawn`;
  return `${count(bars.length, 'stream')}${stalled === 0 ? '' : `, ${stalled} of them stalled`}${cut}`;
}
