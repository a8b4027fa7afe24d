import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { formatJson } from '../../../src/formats/json.ts';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { eventOf, eventOfLine } from '../../../src/web/model/event-json.ts';
import { conversation } from '../../support/conversation.ts';
import { type EventBody, message, sampleBodies, stamp } from '../../support/events.ts';
import { eventsOfNdjson } from '../../support/ndjson-events.ts';

function read(event: TraceEvent): TraceEvent | undefined {
  return eventOfLine(formatJson(event));
}

/** The JSON of an event of this body, with a change. */
function changed(body: EventBody, change: (json: Record<string, unknown>) => void): TraceEvent | undefined {
  const [event] = stamp([body]);
  assert.ok(event);
  const json = JSON.parse(formatJson(event));
  change(json);
  return eventOf(json);
}

const PING: EventBody = {
  kind: 'frame',
  frame: { from: 'CLIENT', type: 'PING', typeCode: 6, flags: [], flagBits: 0, streamId: 0, length: 8 },
};

suite('an event from its JSON', () => {
  for (const event of stamp(sampleBodies())) {
    test(`is the event that it was: ${event.seq} ${event.kind}`, () => assert.deepEqual(read(event), event));
  }

  test('is what the trace made of a connection', () => {
    const { events } = conversation().call(1, 20).call(3).end({ how: 'FIN', endedBy: 'CLIENT' });
    const ndjson = events.map(formatJson).join('\n');
    assert.deepEqual(ndjson.split('\n').map(eventOfLine), eventsOfNdjson(ndjson));
  });

  test('has its 64-bit numbers, beyond those that JavaScript counts to', () => {
    const fields = [2n ** 64n - 1n, -(2n ** 63n), 0n, 2n ** 53n].map((varint, n) => ({
      number: n + 1,
      wireType: 'VARINT' as const,
      varint,
    }));
    const [event] = stamp([message('CLIENT', 1, { fields })]);
    assert.ok(event);
    assert.deepEqual(read(event), event);
  });

  test('has its preview, whatever the length and the bytes', () => {
    for (let length = 0; length <= 300; length++) {
      const preview = Uint8Array.from({ length }, (_, n) => (n * 7 + length) & 0xff);
      const [event] = stamp([message('SERVER', 1, { preview })]);
      assert.ok(event);
      assert.deepEqual(read(event), event);
    }
  });

  test('leaves the JSON of a message as it is, whatever its names', () => {
    const json = { preview: 'aGk=', firstTime: 'x', fields: [{ varint: '1' }], __proto__x: null };
    const [event] = stamp([message('SERVER', 1, { json })]);
    assert.ok(event);
    assert.deepEqual(read(event), event);
  });

  test('has its time to the microsecond, in each second', () => {
    const [event] = stamp([PING]);
    assert.ok(event);
    for (const step of [0, 1, 999_999, 1_000_000, -1, 60_000_000, 86_400_000_000, 999_000]) {
      const time: number = event.time + step;
      assert.equal(read({ ...event, time })?.time, time);
    }
  });

  const times: readonly (readonly [string, number | undefined])[] = [
    ['1970-01-01T00:00:01Z', 1_000_000],
    ['1970-01-01T00:00:01.5Z', 1_500_000],
    ['1970-01-01T00:00:01.123456789Z', 1_123_456],
    ['1970-01-01T01:00:01.000001+01:00', 1_000_001],
    ['1970-01-01T00:00:01.12345xZ', undefined],
    ['1970-01-01T00:00:01x123456Z', undefined],
    ['1970-13-01T00:00:01.123456Z', undefined],
    ['', undefined],
  ];
  for (const [text, time] of times) {
    test(`reads RFC 3339 as others write it: ${JSON.stringify(text)}`, () => {
      const event = changed(PING, (json) => Object.assign(json, { time: text }));
      assert.equal(event?.time, time);
    });
  }
});

suite('what is no event', () => {
  const values: readonly unknown[] = [null, undefined, 1, 'x', [], {}, [{}], { seq: 1 }, { frame: {} }];
  for (const value of values) {
    test(`is none: ${JSON.stringify(value)}`, () => assert.equal(eventOf(value), undefined));
  }

  test('is a line that is no JSON', () => assert.equal(eventOfLine('{"seq":1'), undefined));

  for (const name of ['seq', 'time', 'offsetMs', 'conn', 'frame']) {
    for (const value of [undefined, null, {}, true]) {
      test(`is one whose ${name} is ${JSON.stringify(value)}`, () => {
        assert.equal(
          changed(PING, (json) => Object.assign(json, { [name]: value })),
          undefined,
        );
      });
    }
  }

  test('is one whose body lacks what all of its kind have', () => {
    for (const [n, event] of stamp(sampleBodies()).entries()) {
      const json = JSON.parse(formatJson(event));
      json[event.kind] = {};
      assert.equal(eventOf(json), undefined, `${n} ${event.kind}`);
    }
  });

  test('is one that says something else than a view expects, at any depth: nothing throws', () => {
    for (const event of stamp(sampleBodies())) {
      for (const wrong of [null, 5, 'x', [], {}, [null], { fields: 1 }]) {
        for (const path of pathsIn(JSON.parse(formatJson(event)))) {
          const json = JSON.parse(formatJson(event));
          put(json, path, wrong);
          const read = eventOf(json);
          // What passes can be written again: it has the shape of an event.
          if (read !== undefined) formatJson(read);
        }
      }
    }
  });

  test('is a message within messages without an end', () => {
    const deep = `${'[{"number":1,"wireType":"LEN","message":'.repeat(1000)}[]${'}]'.repeat(1000)}`;
    const event = changed(message('CLIENT', 1, { fields: [] }), (json) => {
      Object.assign(json.message as object, { fields: JSON.parse(deep) });
    });
    assert.equal(event, undefined);
  });
});

type Path = readonly string[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  const within = Object.entries(Object(typeof value === 'string' ? {} : value));
  return within.flatMap(([name, each]) => [[...path, name], ...pathsIn(each, [...path, name])]);
}

function put(json: Record<string, unknown>, path: Path, value: unknown): void {
  let at = json;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>;
  at[path.at(-1) ?? ''] = value;
}
