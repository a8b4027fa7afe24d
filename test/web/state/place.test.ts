import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFAULT_PLACE, hashOf, isSamePage, placeOf } from '../../../src/web/state/place.ts';
import { type Place, TABS } from '../../../src/web/state/state.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';

const FULL: Place = {
  tab: 'wire',
  filter: 'conn:c3 path:"/a?b=1&c#d" +%',
  seq: 48196,
  conn: 'c3',
  streamId: 5,
  finding: 'f2',
  time: 'delta',
};

describe('hashOf', () => {
  test('what is as it is by default is left out', () => {
    assert.equal(hashOf(DEFAULT_PLACE), '#/overview');
    assert.equal(hashOf({ ...DEFAULT_PLACE, tab: 'wire', seq: 48196, streamId: 0 }), '#/wire?seq=48196&stream=0');
    assert.equal(
      hashOf({ ...FULL, filter: 'type:PING' }),
      '#/wire?filter=type%3APING&seq=48196&conn=c3&stream=5&finding=f2&time=delta',
    );
  });
});

describe('placeOf', () => {
  test('reads what hashOf writes', () => assert.deepEqual(placeOf(hashOf(FULL)), FULL));

  for (const hash of [
    '',
    '#',
    '#/',
    '#/nowhere',
    '#?',
    '#/overview?',
    '#/overview?what=that',
    '#//?&&==&',
    '#/overview?%zz=%',
  ]) {
    test(`"${hash}" is the place that the page begins with`, () => assert.deepEqual(placeOf(hash), DEFAULT_PLACE));
  }

  for (const query of [
    'seq=0',
    'seq=-1',
    'seq=1.5',
    'seq=1e3',
    'seq=9007199254740993',
    'seq=',
    'stream=2147483648',
    'stream=x',
    'time=never',
    'conn=',
    'finding=',
    `conn=${'c'.repeat(65)}`,
  ]) {
    test(`"${query.slice(0, 20)}" is as if it was not there`, () => {
      assert.deepEqual(placeOf(`#/overview?${query}`), DEFAULT_PLACE);
      assert.deepEqual(placeOf(`${hashOf(DEFAULT_PLACE)}?${query}&filter=x`), { ...DEFAULT_PLACE, filter: 'x' });
    });
  }

  test('bad percent-encoding is text', () => {
    assert.equal(placeOf('#/wire?filter=50%&seq=3').filter, '50%');
    assert.equal(placeOf('#/wire?filter=%E0%A4%A&seq=3').seq, 3);
    assert.equal(placeOf('#/wire?filter=%ff').filter, '\ufffd');
  });

  test('a "?" or "#" in the query is part of it', () => {
    assert.equal(placeOf('#/wire?filter=path:/a?b#c').filter, 'path:/a?b#c');
  });
});

test('any place comes back as it was', () => {
  const random = seededRandom(7);
  for (let n = 0; n < 2000; n++) {
    const place = anyPlace(random);
    assert.deepEqual(placeOf(hashOf(place)), place);
  }
});

test('any text is some place, and its own hash leads there', () => {
  const random = seededRandom(8);
  for (let n = 0; n < 5000; n++) {
    const place = placeOf(anyHash(random));
    assert.deepEqual(placeOf(hashOf(place)), place);
  }
});

test('isSamePage: another row or another way to show times is no step', () => {
  assert.equal(isSamePage(FULL, { ...FULL, seq: undefined, time: 'clock' }), true);
  for (const other of [
    { tab: 'streams' },
    { conn: 'c4' },
    { streamId: 7 },
    { finding: undefined },
    { filter: '' },
  ] as const) {
    assert.equal(isSamePage(FULL, { ...FULL, ...other }), false);
  }
});

const CHARACTERS = ['a', ' ', '+', '%', '&', '=', '#', '?', '/', '"', '\n', '\0', 'é', '日', '😀', '%41', '%zz'];

function anyText(random: SeededRandom, most: number): string {
  return Array.from({ length: random.int(most) }, () => random.pick(CHARACTERS)).join('');
}

function anyPlace(random: SeededRandom): Place {
  const maybe = <T>(value: T): T | undefined => (random.chance(0.5) ? value : undefined);
  return {
    tab: random.pick(TABS),
    filter: anyText(random, 20),
    seq: maybe(random.between(1, 2 ** 40)),
    conn: maybe(`c${anyText(random, 10)}`),
    streamId: maybe(random.int(2 ** 31)),
    finding: maybe(`f${random.int(100)}`),
    time: random.pick(['offset', 'delta', 'clock'] as const),
  };
}

const PARTS = [
  '#',
  '/',
  'wire',
  '?',
  'seq=',
  'conn=',
  'filter=',
  '&',
  '5',
  'stream=',
  'time=',
  'delta',
  '%',
  '%2',
  '\ud800',
];

function anyHash(random: SeededRandom): string {
  return Array.from({ length: random.int(15) }, () => random.pick([...PARTS, ...CHARACTERS])).join('');
}
