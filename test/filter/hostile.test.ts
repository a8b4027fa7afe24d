/** What people who can set filters could do to traffic, and what peers could to filters. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { compileFilter } from '../../src/filter/filter.ts';
import { FilterError } from '../../src/filter/filter-error.ts';
import { MAX_TEXT_LENGTH } from '../../src/filter/limits.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { field, frame, headers, message, sampleBodies, stamp } from '../support/events.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';
import { assertRefused, refusal } from './refusals.ts';

const FILTERS = [
  'frame.type == "RST_STREAM"',
  'frame.streamId > 5 && frame.length % 2 == 0',
  'frame.headers.fields.exists(f, f.name.startsWith("x-") && f.value != "")',
  'frame.headers.fields.map(f, f.name).size() > frame.length',
  'frame.data.preview.size() > 3',
  'frame.settings.exists(s, s.value > 100 || s.id == "")',
  'frame.ping.rttMs / 2 > 1',
  'frame.flags == ["ACK"] || "END_STREAM" in frame.flags',
  'message.json.message == "hello" || message.json[0] == 1',
  'message.fields.exists(f, f.varint > 3 || f.message.exists(g, has(g.text)))',
  'message.preview.contains("A") && message.rpc.method.matches("^E.*o$")',
  'streamClosed.grpcStatus.code != 0 || streamClosed.durationMs > 1',
  'time > timestamp("2026-01-01T00:00:00Z") && offsetMs < 1e9',
  'http1.startLine.substring(9, 12) == "200"',
  'finding.evidence[0] == 4 || finding.spec.all(s, s.contains("RFC"))',
  'kind == "frame" ? frame == {} : size(connectionClosed) > 1',
  'stream:5',
  'error:CANCEL status>=500',
  '-header:te=trailers -method:Echo',
  'path:/echo',
];

/** A body some of whose values, at any depth, are of another type, or gone. */
function mangled(random: SeededRandom, value: unknown): unknown {
  if (random.chance(0.05)) return junk(random);
  if (Array.isArray(value)) return value.map((item) => mangled(random, item));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mangled(random, item)]));
}

function junk(random: SeededRandom): unknown {
  return random.pick<() => unknown>([
    () => undefined,
    () => null,
    () => Number.NaN,
    () => -0.5,
    () => 2 ** 60,
    () => 2n ** 70n,
    () => random.text(20),
    () => random.bytes(9),
    () => [],
    () => ({ __proto__: null, constructor: 1 }),
    () => true,
    () => Symbol('junk'),
    () => () => 1,
  ])();
}

suite('matches() never throws', () => {
  test('whatever an event is', () => {
    const random = seededRandom(1);
    const filters = FILTERS.map((text) => compileFilter(text));
    const samples = stamp(sampleBodies(), 'c3');
    const matched = new Set<string>();
    for (let n = 0; n < 10_000; n++) {
      const sample = samples[n % samples.length];
      const { kind, ...rest } = sample as TraceEvent;
      const event = { kind, ...(mangled(random, rest) as object) } as TraceEvent;
      for (const filter of filters) {
        const result = filter.matches(event);
        assert.equal(typeof result, 'boolean');
        if (result) matched.add(filter.cel);
      }
    }
    assert.ok(matched.size >= 15, `only ${matched.size} filters matched anything`);
  });

  test('nor where what it reads throws', () => {
    const [event] = stamp([message('CLIENT', 1)]);
    const body = Object.defineProperty({}, 'json', {
      get() {
        throw new Error('no such type');
      },
    });
    assert.equal(compileFilter('message.json.a == 1').matches({ ...event, message: body } as TraceEvent), false);
  });

  test('nor on a kind that is none', () => {
    const filter = compileFilter('-type:DATA');
    for (const kind of ['toString', '__proto__', ''])
      assert.equal(filter.matches({ kind } as unknown as TraceEvent), false);
  });
});

suite('a text is refused that would take long to compile or recurse too deep', () => {
  test('a long one', () => {
    const error = refusal(`conn == "${'x'.repeat(MAX_TEXT_LENGTH)}"`);
    assert.equal(error.position, MAX_TEXT_LENGTH);
    assert.match(error.reason, /4106 characters came, expected up to 4096/);
  });

  const deep: readonly (readonly [string, RegExp])[] = [
    [`¦message.json${'.a'.repeat(1000)} == 1`, /nested deeper than 250/],
    [`¦${'true ? true : '.repeat(255)}true`, /nested deeper than 250/],
    [`¦1${' + 1'.repeat(1000)} == seq`, /nested deeper than 250/],
    [`${'['.repeat(32)}¦[seq${']'.repeat(33)} == []`, /brackets are nested deeper than 32/],
  ];
  for (const [marked, reason] of deep) test(marked.slice(0, 40), () => assertRefused(marked, reason));

  test('signs in a row are one to the parser', () => {
    const [event] = stamp([frame('CLIENT', 'DATA', 1)]);
    assert.ok(event);
    const taken = [`${'!'.repeat(2000)}true`, `${'!'.repeat(2001)}true`, `${'-'.repeat(2001)}seq < 0`];
    assert.deepEqual(
      taken.map((text) => compileFilter(text).matches(event)),
      [true, false, true],
    );
  });

  test('a wide one is not', () => {
    const filter = compileFilter(Array.from({ length: 250 }, (_, n) => `seq == ${n}`).join(' || '));
    const [one, other] = [
      stamp([frame('CLIENT', 'DATA', 1)], 'c1', 249),
      stamp([frame('CLIENT', 'DATA', 1)], 'c1', 250),
    ];
    assert.deepEqual(
      [...one, ...other].map((event) => filter.matches(event)),
      [true, false],
    );
  });
});

suite('a text of any characters is taken or refused with a place in it', () => {
  const pieces = [
    'frame',
    '.type',
    ' == ',
    '"DATA"',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '&&',
    '||',
    '!',
    '-',
    'seq',
    '5',
    '.5',
    'u',
    ':',
    '?',
    ',',
    ' ',
    '\n',
    'stream:5',
    'type:',
    "'",
    '"',
    '`',
    '\\',
    '//',
    '😀',
    '\u0000',
    '\ud800',
    '\u202e',
    'é',
    'has(',
    '.exists(f, ',
    'f',
    'in',
    '@',
    '0x',
    '"""',
    "r'",
    '1e999',
  ];
  test('pieces of CEL and short forms', () => {
    const random = seededRandom(2);
    let taken = 0;
    for (let n = 0; n < 5000; n++) {
      const text = Array.from({ length: random.between(1, 8) }, () => random.pick(pieces)).join('');
      try {
        compileFilter(text);
        taken++;
      } catch (error) {
        assert.ok(error instanceof FilterError, `${JSON.stringify(text)}: ${error}`);
        assert.ok(error.position >= 0 && error.position <= text.length, JSON.stringify(text));
        assert.doesNotMatch(String(error).replaceAll('\n', ''), /\p{Cc}/u);
      }
    }
    assert.ok(taken > 10, String(taken));
  });
});

suite('loops have so much work in one evaluation, and the event is no match after it', () => {
  const long = (fields: number): TraceEvent => {
    const list = Array.from({ length: fields }, (_, n) => field(`x-${n}`, 'y'));
    return stamp([frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', list) })])[0] as TraceEvent;
  };
  const NESTED = 'frame.headers.fields.all(a, frame.headers.fields.all(b, frame.headers.fields.all(c, a.name != "")))';

  test('loops in loops over a long list', () => {
    assert.equal(compileFilter(NESTED).matches(long(8)), true);
    assert.equal(compileFilter(NESTED).matches(long(8000)), false);
  });

  test('lists that grow item by item', () => {
    const text = 'frame.headers.fields.map(f, f.name).map(n, n + "!").size() > 1';
    assert.equal(compileFilter(text).matches(long(100)), true);
    assert.equal(compileFilter(text).matches(long(8000)), false);
  });

  test('inner lists that are made for each turn and then hardly looked at', () => {
    const text = 'frame.headers.fields.all(a, frame.headers.fields.exists(b, true))';
    assert.equal(compileFilter(text).matches(long(100)), true);
    assert.equal(compileFilter(text).matches(long(8000)), false);
  });

  test('each event has it anew', () => {
    const filter = compileFilter(NESTED);
    assert.deepEqual(
      [long(8000), long(8), long(8000), long(8)].map((event) => filter.matches(event)),
      [false, true, false, true],
    );
  });

  test('one loop over the longest list there is has enough', () => {
    const text = 'frame.headers.fields.exists(f, f.name == "x-7999" && f.value == "y")';
    assert.equal(compileFilter(text).matches(long(8000)), true);
  });
});
