import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { KINDS, VARIABLES } from '../../src/filter/event-shape.ts';
import { compileFilter } from '../../src/filter/filter.ts';
import { toJson } from '../../src/formats/json.ts';
import type { JsonValue } from '../../src/trace/event.ts';
import { sampleBodies, stamp } from '../support/events.ts';

const TIMES = ['time', 'finding.firstTime', 'finding.lastTime'];

/** Every leaf of a JSON value as a comparison with it: `frame.flags[0] == "END_STREAM"`. */
function comparisons(path: string, value: JsonValue): string[] {
  if (Array.isArray(value)) {
    return [`${path}.size() == ${value.length}`, ...value.flatMap((item, n) => comparisons(`${path}[${n}]`, item))];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, item]) => comparisons(`${path}.${name}`, item));
  }
  if (TIMES.includes(path)) return [`${path} == timestamp(${JSON.stringify(value)})`];
  // 64-bit numbers that are no safe integers are text in JSON; to filters they are numbers.
  return [`${path} == ${/\.(varint|i64)$/.test(path) ? `${value}u` : JSON.stringify(value)}`];
}

suite('all that the JSON of an event has, under the same name', () => {
  const events = stamp(sampleBodies(), 'c3');
  for (const event of events) {
    const name = event.kind === 'frame' ? `${event.seq} ${event.frame.type}` : `${event.seq} ${event.kind}`;
    test(name, () => {
      const json = toJson(event);
      const all = Object.entries(json).flatMap(([key, value]) => comparisons(key, value));
      assert.ok(all.length > 5);
      for (const text of all) assert.ok(compileFilter(text).matches(event), text);
    });
  }

  test('the samples have every variable', () => {
    const names = new Set(events.flatMap((event) => Object.keys(toJson(event))));
    assert.deepEqual([...names, 'kind'].sort(), Object.keys(VARIABLES).sort());
    assert.deepEqual(new Set(events.map(({ kind }) => kind)), new Set(KINDS));
  });
});

suite('messages of any shape', () => {
  const json = JSON.parse(
    '{"a": [1, {"b": null}], "__proto__": {"c": true}, "constructor": 2, "n": 1.5, "nested": {"x": "y"}}',
  );
  const [event] = stamp([{ ...sampleBodies()[3] }] as Parameters<typeof stamp>[0]);
  assert.ok(event?.kind === 'message');
  const known = { ...event, message: { ...event.message, json } };
  for (const [text, matches] of [
    ['message.json.a[0] == 1', true],
    ['message.json.a[1].b == null', true],
    ['message.json["a"].size() == 2', true],
    ['message.json.__proto__.c', true],
    ['message.json.constructor == 2', true],
    ['message.json.n > 1', true],
    ['message.json.nested == {"x": "y"}', true],
    ['size(message.json) == 5', true],
    ['message.json.exists(name, name == "nested")', true],
    ['message.json.toString == 1', false],
    ['message.json.hasOwnProperty != 1', false],
    ['has(message.json.valueOf)', false],
    ['has(message.json.nested)', true],
    ['message.json.a.b.c.d == 1', false],
    ['size(message) == 10 && message.exists(name, name == "json")', true],
  ] as const) {
    test(text, () => assert.equal(compileFilter(text).matches(known), matches));
  }
});
