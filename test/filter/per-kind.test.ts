import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { type CelInput, celEnv, celError, parse, plan } from '@bufbuild/cel';
import { VARIABLES } from '../../src/filter/event-shape.ts';
import { compileFilter } from '../../src/filter/filter.ts';
import { toJson } from '../../src/formats/json.ts';
import type { JsonValue, TraceEvent } from '../../src/trace/event.ts';
import { sampleBodies, stamp } from '../support/events.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';

/** The samples, and what CEL is given of each as one whole: JSON with ints, and an error in the place of what is not there. */
const EVENTS = stamp(sampleBodies(), 'c3').map((event) => ({ event, bindings: bindingsOf(event) }));

function bindingsOf(event: TraceEvent): Record<string, CelInput> {
  const absent = Object.keys(VARIABLES).map((name) => [name, celError('absent')] as const);
  const present = Object.entries({ ...toJson(event), kind: event.kind }).map(
    ([name, value]) => [name, celOf(value)] as const,
  );
  return Object.fromEntries([...absent, ...present]) as Record<string, CelInput>;
}

function celOf(value: JsonValue): CelInput {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(celOf);
  if (typeof value !== 'object' || value === null) return value as CelInput;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, celOf(item)]));
}

const ATOMS = [
  'true',
  'false',
  'kind == "frame"',
  '"message" == kind',
  'kind != "streamClosed"',
  'kind in ["finding", "http1"]',
  'frame.streamId == 1',
  'frame.type == "DATA"',
  'frame.rstStream.error == "CANCEL"',
  'has(frame.headers)',
  'has(frame.headers.fields)',
  'message.from == "CLIENT"',
  'message.json.message == "hello"',
  'message.json',
  'streamClosed.grpcStatus.code == 0',
  'has(streamClosed.httpStatus)',
  'finding.evidence.exists(seq_, seq_ == 4)',
  'frame.headers.fields.all(f, f.name != "te")',
  '(conn == "c3" ? frame.length > 5 : true)',
  '(kind == "frame" ? frame.length > 5 : seq % 2 == 0)',
  '(frame.type == "DATA") == (seq > 5)',
  'seq > 20',
];

function expression(random: SeededRandom, depth: number): string {
  if (depth === 0 || random.chance(0.2)) return random.pick(ATOMS);
  const part = () => expression(random, depth - 1);
  return random.pick([
    () => `!(${part()})`,
    () => `(${part()} && ${part()})`,
    () => `(${part()} || ${part()})`,
    () => `(${part()} || ${part()} || ${part()})`,
  ])();
}

suite('compiled for each kind a filter matches what the whole of it matches', () => {
  const env = celEnv();
  const compare = (text: string) => {
    const [filter, whole] = [compileFilter(text), plan(env, parse(text))];
    for (const { event, bindings } of EVENTS) {
      assert.equal(filter.matches(event), whole(bindings) === true, `${text} on event ${event.seq}, ${event.kind}`);
    }
  };

  for (const atom of ATOMS) test(atom, () => compare(atom));

  test('random expressions', () => {
    const random = seededRandom(4);
    for (let n = 0; n < 400; n++) compare(expression(random, 4));
  });
});
