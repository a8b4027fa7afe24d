/**
 * A connection as tests of diagnosis write it, with its times, played through the real trace:
 *
 *     const talk = conversation();
 *     talk.client(talk.request(1, CALL)).after(5_000).server(frames.rstStream(1, 'CANCEL')).end({ how: 'FIN', endedBy: 'CLIENT' });
 *     const [finding] = findings(talk, THE_RULE);
 *
 * Rules are asked as they are in the server: event by event, with a tick each second in between.
 */

import assert from 'node:assert/strict';
import type { Cause, Found } from '../../src/diagnose/causes.ts';
import { Diagnosis } from '../../src/diagnose/engine.ts';
import type { Rule } from '../../src/diagnose/rule.ts';
import { redactionOf, SECRET_HEADER_NAMES } from '../../src/redaction.ts';
import { ConnectionTrace } from '../../src/trace/connection.ts';
import type { ConnectionOpened, EventOf, Finding, Side, TraceEvent } from '../../src/trace/event.ts';
import { EventSource, Sequence } from '../../src/trace/event-source.ts';
import { Http2Trace } from '../../src/trace/http2.ts';
import { noMessageTypes } from '../../src/trace/message.ts';
import type { TransportEnd } from '../../src/trace/protocol-trace.ts';
import { PreviewArena } from '../../src/wire/preview.ts';
import { frames, join, PREFACE } from './frames.ts';
import { CALL, message, OK, OPENED, speakers, TRAILERS } from './script.ts';

const PREVIEW_BYTES = 1024;

const MICROSECONDS_PER_MS = 1_000;
const TICK = 1_000_000;

export interface ConversationOptions {
  readonly opened?: Partial<ConnectionOpened>;
  /** Whether prefaces and SETTINGS are exchanged at 0 ms. Default: true. */
  readonly opening?: boolean;
  readonly clientSettings?: Parameters<typeof frames.settings>[0];
  readonly serverSettings?: Parameters<typeof frames.settings>[0];
  /** "c1" */
  readonly conn?: string;
  /** When it opens, in milliseconds. */
  readonly startMs?: number;
  /** Numbers events across conversations. */
  readonly sequence?: Sequence;
}

/** Events of a connection, in order, and when it is looked at last (microseconds). */
export interface Talk {
  readonly events: readonly TraceEvent[];
  readonly endsAt: number;
}

/** Events that are written by hand (test/support/events.ts), because no HTTP/2 on our side makes them: HTTP/1.1, proxied legs. */
export function told(events: readonly TraceEvent[]): Talk {
  return { events, endsAt: events.at(-1)?.time ?? 0 };
}

export class Conversation implements Talk {
  readonly events: TraceEvent[] = [];
  private readonly trace: ConnectionTrace;
  private readonly speakers = speakers();
  private time: number;

  constructor(options: ConversationOptions = {}) {
    const { opened = {}, opening = true, conn = 'c1', startMs = 0, sequence = new Sequence() } = options;
    this.time = startMs * MICROSECONDS_PER_MS;
    const source = new EventSource(sequence, conn, this.time);
    const http2 = new Http2Trace(source, {
      isSecret: redactionOf(SECRET_HEADER_NAMES),
      messageTypes: noMessageTypes,
      previews: new PreviewArena(PREVIEW_BYTES),
    });
    this.trace = new ConnectionTrace(source, http2, { ...OPENED, ...opened }, this.time);
    this.events.push(...this.trace.open());
    if (!opening) return;
    this.client(PREFACE, frames.settings(options.clientSettings));
    this.server(frames.settings(options.serverSettings), frames.settingsAck());
    this.client(frames.settingsAck());
  }

  client(...parts: readonly Uint8Array[]): this {
    return this.say('CLIENT', join(...parts));
  }

  server(...parts: readonly Uint8Array[]): this {
    return this.say('SERVER', join(...parts));
  }

  after(milliseconds: number): this {
    this.time += milliseconds * MICROSECONDS_PER_MS;
    return this;
  }

  end(end: TransportEnd): this {
    this.events.push(...this.trace.close(end, this.time));
    return this;
  }

  /** Rules are asked at ticks until then. */
  get endsAt(): number {
    return this.time;
  }

  /** HEADERS of the client. To be said in the order in which they are made: HPACK. */
  get request() {
    return this.speakers.request;
  }

  /** HEADERS of the server, for its head and its trailers. */
  get response() {
    return this.speakers.response;
  }

  get encoders() {
    return this.speakers.encoders;
  }

  /** A unary call of gRPC that works, whole, `milliseconds` long. */
  call(streamId: number, milliseconds = 1, fields: Readonly<Record<string, string>> = {}): this {
    this.client(this.request(streamId, { ...CALL, te: 'trailers', ...fields }));
    this.client(frames.data(streamId, message('hello'), { endStream: true }));
    this.after(milliseconds);
    this.server(this.response(streamId, OK), frames.data(streamId, message('hello')));
    return this.server(this.response(streamId, TRAILERS, { endStream: true }));
  }

  private say(from: Side, bytes: Uint8Array): this {
    this.events.push(...this.trace.receive(from, bytes, this.time));
    return this;
  }
}

export function conversation(options?: ConversationOptions): Conversation {
  return new Conversation(options);
}

/** What the rules say of conversations that happen at the same time: each occurrence, in order. */
export function found(talks: readonly Talk[], rules: readonly Rule[]): Found[] {
  return run(talks, rules).out;
}

/** The causes as they stand behind the last event. */
export function causes(talks: readonly Talk[], rules: readonly Rule[]): Cause[] {
  return [...run(talks, rules).diagnosis.findings()];
}

/** The findings of one rule on one conversation, one for each cause, the first cause first. */
export function findings(talk: Talk, ...rules: readonly Rule[]): Finding[] {
  return causes([talk], rules)
    .map(({ finding }) => finding)
    .toReversed();
}

/** @returns the one finding of `rule`; fails where there are more or none */
export function theFinding(talk: Talk, rule: Rule): Finding {
  const all = findings(talk, rule);
  assert.equal(all.length, 1, `expected one finding of ${rule.id}, got ${all.length}`);
  return all[0] as Finding;
}

/** Fails where `rule` says anything: a near miss. */
export function assertSilent(talk: Talk, rule: Rule): void {
  assert.deepEqual(
    findings(talk, rule).map(({ explanation }) => explanation),
    [],
  );
}

/** Fails where the evidence of `finding` is other than the frames that these words name, in order: `CLIENT PING`. */
export function assertEvidence(talk: Talk, finding: Finding, expected: readonly string[]): void {
  const shown = finding.evidence.map((seq) => eventName(talk.events.find((event) => event.seq === seq)));
  assert.deepEqual(shown, expected);
}

function eventName(event: TraceEvent | undefined): string {
  if (event === undefined) return 'nothing';
  return event.kind === 'frame' ? `${event.frame.from} ${event.frame.type}` : event.kind;
}

function run(talks: readonly Talk[], rules: readonly Rule[]): { diagnosis: Diagnosis; out: Found[] } {
  const diagnosis = new Diagnosis(rules);
  const out: Found[] = [];
  const open = new Map<string, ReturnType<Diagnosis['open']>>();
  const events = talks.flatMap((talk) => talk.events).sort((a, b) => a.time - b.time || a.seq - b.seq);
  // Hand-written events are of a day of their own.
  let nextTick = (events[0]?.time ?? 0) + TICK;
  const tickUntil = (time: number) => {
    for (; nextTick <= time; nextTick += TICK) for (const each of open.values()) each.tick(nextTick, out);
  };
  for (const event of events) {
    tickUntil(event.time);
    if (isOpening(event)) open.set(event.conn, diagnosis.open(event, out));
    else open.get(event.conn)?.take([event], out);
    if (event.kind === 'connectionClosed') open.delete(event.conn);
  }
  tickUntil(Math.max(0, ...talks.map(({ endsAt }) => endsAt)));
  return { diagnosis, out };
}

function isOpening(event: TraceEvent): event is EventOf<'connectionOpened'> {
  return event.kind === 'connectionOpened';
}
