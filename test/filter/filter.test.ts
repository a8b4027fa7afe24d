import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { compileFilter } from '../../src/filter/filter.ts';
import { FilterError } from '../../src/filter/filter-error.ts';
import type { Message, TraceEvent } from '../../src/trace/event.ts';
import {
  field,
  finding,
  frame,
  headers,
  message,
  START,
  sampleBodies,
  stamp,
  streamClosed,
} from '../support/events.ts';

const SAMPLES = stamp(sampleBodies(), 'c3');

function found(text: string, events: readonly TraceEvent[] = SAMPLES): readonly TraceEvent[] {
  const filter = compileFilter(text);
  return events.filter((event) => filter.matches(event));
}

function only(body: Parameters<typeof stamp>[0][number]): TraceEvent {
  const [event] = stamp([body], 'c3');
  assert.ok(event);
  return event;
}

suite('the examples of the trace contract', () => {
  const cancelled = only(frame('CLIENT', 'RST_STREAM', 5, { rstStream: { error: 'CANCEL', errorCode: 8 } }));
  const failed = only(
    streamClosed({ grpcStatus: { code: 14, name: 'UNAVAILABLE', message: '' }, origin: 'INFRASTRUCTURE' }),
  );
  const request = only(
    frame('CLIENT', 'HEADERS', 7, {
      headers: headers('REQUEST', [field('te', 'trailers'), field('x-request-id', 'abc')]),
    }),
  );
  const known = only(message('CLIENT', 1, { json: { message: 'hello' } }));
  const cases: readonly [string, TraceEvent][] = [
    ['frame.type == "RST_STREAM"', cancelled],
    ['kind == "finding"', only(finding())],
    ['conn == "c3" && frame.streamId == 5', cancelled],
    ['streamClosed.grpcStatus.code != 0', failed],
    ['streamClosed.origin == "INFRASTRUCTURE"', failed],
    ['frame.headers.fields.exists(f, f.name == "x-request-id" && f.value == "abc")', request],
    ['message.json.message == "hello"', known],
  ];
  for (const [text, expected] of cases) {
    test(text, () => {
      const others = cases.map(([, event]) => event).filter((event) => event.kind !== expected.kind);
      assert.deepEqual(found(text, [expected, ...others]), [expected]);
      assert.equal(compileFilter(text).cel, text);
    });
  }
});

suite('numbers compare and calculate as they are written', () => {
  const data = only(frame('CLIENT', 'DATA', 5, { length: 300, flags: ['END_STREAM'] }));
  const event = { ...data, seq: 101, offsetMs: 3.5 };
  const yes = [
    'seq > 100',
    'seq > 100.5',
    'seq == 101.0',
    'seq in [1, 101]',
    'offsetMs > 3',
    'offsetMs >= 3.5',
    'offsetMs == 3.5',
    'offsetMs * 2 == 7',
    '2 * offsetMs + 1 > 7.5',
    'frame.length / 2 > 100',
    'frame.length / 2.0 == 150',
    'frame.length % 2 == 0',
    'frame.length - 1.5 < 299',
    'frame.flagBits == 1',
    'size(frame.flags) == 1',
    'frame.flags.size() + 1 == 2',
    'frame.type.size() == 4',
    'type(frame.length) == int && type(offsetMs) == double',
  ];
  for (const text of yes) test(text, () => assert.deepEqual(found(text, [event]), [event]));
  for (const text of [
    'seq > 101',
    'offsetMs > 4',
    'offsetMs < 3',
    'frame.length / 7 == 42.857',
    'frame.length / 0 == 1',
  ]) {
    test(`not ${text}`, () => assert.deepEqual(found(text, [event]), []));
  }

  test('so do milliseconds that happen to be whole, and numbers of messages', () => {
    const closed = only(streamClosed({ durationMs: 2000 }));
    assert.deepEqual(found('streamClosed.durationMs / 1000 > 1.5', [closed]), [closed]);
    const known = only(message('CLIENT', 1, { json: { count: 3, share: 0.5, big: '9007199254740993' } }));
    const text = 'message.json.count % 2 == 1 && message.json.share < 1 && message.json.big == "9007199254740993"';
    assert.deepEqual(found(text, [known]), [known]);
  });
});

suite('time is a timestamp', () => {
  for (const [text, matches] of [
    ['time > timestamp("2026-01-01T00:00:00Z")', true],
    ['time == timestamp("2026-11-21T01:42:47.123456Z")', true],
    ['time < timestamp("2026-11-21T01:42:47.123456Z")', false],
    ['time - timestamp("2026-11-21T01:42:47Z") < duration("200ms")', true],
    ['time.getFullYear() == 2026', true],
  ] as const) {
    test(text, () => assert.equal(found(text, [only(finding())]).length, matches ? 1 : 0));
  }

  test('so are those of a finding', () => {
    const seen = only(finding({ count: 3, lastTime: START + 61_000_000 }));
    const text =
      'finding.count > 2 && finding.lastTime - finding.firstTime > duration("1m") && finding.firstTime == time';
    assert.deepEqual(found(text, [seen, only(finding())]), [seen]);
  });
});

suite('an event that does not have what is asked for does not match', () => {
  const ping = only(frame('CLIENT', 'PING', 0));
  for (const text of [
    'finding.rule == "K1"',
    'finding.rule != "K1"',
    '!(finding.rule == "K1")',
    '!has(finding.streamId)',
    'frame.headers.fields.size() == 0',
    '!frame.headers.fields.exists(f, true)',
    'frame.rstStream.error != "CANCEL"',
  ]) {
    test(text, () => assert.deepEqual(found(text, [ping]), []));
  }

  test('but what it has decides where either will do', () => {
    assert.deepEqual(found('finding.rule == "K1" || frame.type == "PING"', [ping]), [ping]);
    assert.deepEqual(found('!(kind == "finding" && finding.rule == "K1")', [ping]), [ping]);
  });

  test('has() tells of a property, on events of its kind', () => {
    assert.deepEqual(found('!has(frame.headers)', [ping]), [ping]);
    assert.deepEqual(found('has(frame.headers)', [ping]), []);
  });

  test('a value that is no bool is no match', () => {
    const known = only(message('CLIENT', 1, { json: { yes: 1 } }));
    assert.deepEqual(found('message.json.yes', [known]), []);
  });
});

suite('what a filter does not name is not computed', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['message.length > 3 && message.from == "CLIENT"', []],
    ['has(message.rpc) || kind == "message"', []],
    ['frame.type == "DATA"', []],
    ['message.json.message == "hello"', ['json']],
    ['message.preview == "aGVsbG8="', ['preview']],
    ['message.fields.size() == 0', ['fields']],
  ];
  for (const [text, expected] of cases) {
    test(text, () => {
      const read: string[] = [];
      const {
        json: _,
        fields: __,
        preview: ___,
        ...rest
      } = (only(message('CLIENT', 1)) as { message: Message }).message;
      const lazy = (name: string, value: unknown) => ({
        get: () => {
          read.push(name);
          return value;
        },
      });
      const body = Object.create(
        Object.defineProperties(
          {},
          {
            json: lazy('json', { message: 'x' }),
            fields: lazy('fields', []),
            preview: lazy('preview', new Uint8Array(5)),
          },
        ),
        Object.getOwnPropertyDescriptors(rest),
      );
      compileFilter(text).matches({ ...only(message('CLIENT', 1)), message: body } as TraceEvent);
      assert.deepEqual(read, expected);
    });
  }
});

suite('header values are as they came', () => {
  test('one character a byte', () => {
    const event = only(frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', [field('x-name', 'J\u00f6rg')]) }));
    assert.deepEqual(found('frame.headers.fields.exists(f, f.value == "J\u00f6rg")', [event]), [event]);
    assert.deepEqual(found('frame.headers.fields[0].value.size() == 4', [event]), [event]);
  });

  test('of a redacted one nothing can be asked', () => {
    const event = SAMPLES.filter(({ kind }) => kind === 'frame');
    assert.deepEqual(found('frame.headers.fields.exists(f, f.name == "authorization" && f.value != "")', event), []);
    assert.equal(found('frame.headers.fields.exists(f, f.redacted)', event).length, 1);
  });
});

test('a text of nothing is refused', () => {
  for (const text of ['', ' ', '\n\t']) assert.throws(() => compileFilter(text), FilterError);
});

test('one filter sees each event as it is', () => {
  const filter = compileFilter('frame.streamId == 5');
  const [one, other] = stamp([frame('CLIENT', 'DATA', 5), frame('CLIENT', 'DATA', 7)]);
  assert.ok(one && other);
  assert.deepEqual(
    [one, other, one].map((event) => filter.matches(event)),
    [true, false, true],
  );
});
