/** What is fed with mutants, and what must hold whatever they are. Each throws where it does not. */

import assert from 'node:assert/strict';
import { Http1Trace } from '../../src/capture/http1-trace.ts';
import { sniff } from '../../src/capture/sniff.ts';
import type { Found } from '../../src/diagnose/causes.ts';
import { Diagnosis } from '../../src/diagnose/engine.ts';
import { RULES } from '../../src/diagnose/rules/index.ts';
import { createFormat, FORMAT_NAMES, isFormatName } from '../../src/formats/by-name.ts';
import type { Format } from '../../src/formats/format.ts';
import { formatJson } from '../../src/formats/json.ts';
import { redactionOf, SECRET_HEADER_NAMES } from '../../src/redaction.ts';
import { ConnectionTrace } from '../../src/trace/connection.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { EventSource, Sequence } from '../../src/trace/event-source.ts';
import { Http2Trace } from '../../src/trace/http2.ts';
import { noMessageTypes } from '../../src/trace/message.ts';
import type { ProtocolTrace } from '../../src/trace/protocol-trace.ts';
import { HpackDecoder } from '../../src/wire/hpack/decoder.ts';
import { PreviewArena } from '../../src/wire/preview.ts';
import { walkProtobuf } from '../../src/wire/protobuf/walk.ts';
import type { Step } from '../support/script.ts';
import type { SeededRandom } from '../support/seeded-random.ts';
import type { SeedKind } from './corpus.ts';
import { chunksOf } from './mutate.ts';

/** @returns how many events it checked */
export type Target = (random: SeededRandom, steps: readonly Step[]) => number;

export const TARGETS: Readonly<Record<SeedKind, Target>> = {
  http2: (random, steps) => {
    const previews = new PreviewArena(random.pick([0, 1, 16, 1024]));
    const trace = (source: EventSource) => new Http2Trace(source, { isSecret, previews, messageTypes: noMessageTypes });
    const events = checkConnection(random, steps, trace);
    assertSame(
      events,
      play(steps, trace, (bytes) => [bytes]),
      'whole and in chunks',
    );
    return events.length;
  },
  http1: (random, steps) => {
    const trace = (source: EventSource) => new Http1Trace(source, { isSecret });
    checkSniff(steps);
    return checkConnection(random, steps, trace).length;
  },
  hpack: (random, steps) => {
    const decoder = new HpackDecoder({ maxListSize: random.pick([0, 100, 100_000]) });
    for (const { bytes } of steps) {
      const { fields, listSize } = decoder.decode(bytes);
      const kept = fields.reduce((sum, { name, value }) => sum + name.length + value.length + 32, 0);
      assert.ok(kept <= listSize && decoder.tableSize <= decoder.maxTableSize, 'sizes');
    }
    return 0;
  },
  protobuf: (random, steps) => {
    for (const { bytes } of steps) {
      const truncated = random.chance(0.5);
      const at = truncated ? random.int(bytes.length + 1) : bytes.length;
      const fields = walkProtobuf(bytes.subarray(0, at), truncated);
      assert.ok(fields === undefined || fields.length <= bytes.length, 'more fields than bytes');
    }
    return 0;
  },
};

type MakeTrace = (source: EventSource) => ProtocolTrace;

const isSecret = redactionOf(SECRET_HEADER_NAMES);

function checkConnection(random: SeededRandom, steps: readonly Step[], make: MakeTrace): TraceEvent[] {
  const events = play(steps, make, (bytes) => chunksOf(random, bytes));
  assertNumbered(events);
  assertPrintable(events);
  assertDiagnosed(random, events);
  return events;
}

function play(
  steps: readonly Step[],
  make: MakeTrace,
  cut: (bytes: Uint8Array) => readonly Uint8Array[],
): TraceEvent[] {
  const source = new EventSource(new Sequence(), 'c1', 0);
  const trace = new ConnectionTrace(source, make(source), OPENED, 0);
  const events = trace.open();
  steps.forEach(({ from, bytes }, n) => {
    for (const chunk of cut(bytes)) for (const event of trace.receive(from, chunk, n * 1000)) events.push(event);
  });
  for (const event of trace.close({ how: 'RST', endedBy: 'CLIENT' }, steps.length * 1000)) events.push(event);
  return events;
}

const OPENED = {
  listener: 'grpc',
  role: 'SERVER',
  protocol: 'h2c',
  peer: { address: '::1', port: 1 },
  local: { address: '::1', port: 2 },
} as const;

function assertNumbered(events: readonly TraceEvent[]): void {
  events.forEach((event, n) => {
    assert.equal(event.seq, n + 1, 'seq has gaps');
  });
}

/** Every format takes every event; its lines have no control characters, and those of JSON parse to the event. */
function assertPrintable(events: readonly TraceEvent[]): void {
  const formats = allFormats();
  for (const event of events) {
    for (const format of formats) for (const line of format(event)) assert.ok(!hasControl(line), 'a control character');
    const json = JSON.parse(formatJson(event));
    assert.equal(json.seq, event.seq);
    assert.ok(event.kind in json, 'no body');
  }
}

/** No rule throws, whatever it is asked about; what is found is bounded, and as printable as all else. */
function assertDiagnosed(random: SeededRandom, events: readonly TraceEvent[]): void {
  const [opened, ...others] = events;
  assert.ok(opened?.kind === 'connectionOpened');
  const out: Found[] = [];
  const connection = new Diagnosis(RULES).open(opened, out);
  for (const event of others) {
    if (random.chance(0.1)) connection.tick(event.time, out);
    connection.take([event], out);
  }
  for (const { finding } of out) assert.ok(finding.explanation.length <= MAX_EXPLANATION, finding.explanation);
  assertPrintable(out.map(({ finding }) => ({ ...opened, kind: 'finding', finding })));
}

/** Some paragraphs: an explanation that grows with what a peer sent would be longer. */
const MAX_EXPLANATION = 3_000;

function allFormats(): Format[] {
  return FORMAT_NAMES.filter(isFormatName).map((name) => createFormat(name, { colour: false, time: 'OFFSET' }));
}

function hasControl(line: string): boolean {
  for (let at = 0; at < line.length; at++) if (line.charCodeAt(at) < 0x20) return true;
  return false;
}

function assertSame(some: readonly TraceEvent[], others: readonly TraceEvent[], what: string): void {
  assert.deepEqual(some.map(formatJson), others.map(formatJson), what);
}

/** What a client speaks is told the same way however much of it came, once there is enough to tell. */
function checkSniff(steps: readonly Step[]): void {
  const head = steps.find(({ from }) => from === 'CLIENT')?.bytes ?? new Uint8Array(0);
  const first = Array.from({ length: Math.min(head.length, 64) }, (_, n) => sniff(head.subarray(0, n + 1)));
  const told = first.find((sniffed) => sniffed !== undefined);
  assert.ok(
    first.slice(first.indexOf(told)).every((sniffed) => sniffed === told),
    'sniff changes its mind',
  );
}
