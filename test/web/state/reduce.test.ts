import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Action } from '../../../src/web/state/action.ts';
import { initialState } from '../../../src/web/state/initial.ts';
import { DEFAULT_PLACE } from '../../../src/web/state/place.ts';
import { MAX_RECENT_FILTERS } from '../../../src/web/state/recent-filters.ts';
import type { AppState, Place } from '../../../src/web/state/state.ts';
import { finding, stamp, streamClosed } from '../../support/events.ts';
import { after, arrive, index, rowsOf, start } from './support.ts';

const go = (place: Partial<Place>): Action => ({ type: 'go', place });

const busy: AppState = after(
  start(),
  index(1, 9),
  go({ seq: 4, conn: 'c1', streamId: 3, finding: 'f1', time: 'delta', tab: 'streams' }),
  { type: 'linked', link: { is: 'live' } },
  { type: 'themed', theme: 'dark' },
  { type: 'filterKept', filter: 'conn:c1' },
  { type: 'noticed', notice: { text: 'copied', tone: 'info' } },
  { type: 'helped', on: true },
  { type: 'rate', eventsPerSecond: 12 },
  { type: 'paused', on: true },
  arrive([10]),
  { type: 'summarised', events: stamp([streamClosed(), finding()], 'c1', 20), now: 0 },
);

describe('go', () => {
  test('the rest of the place stays, selection too', () => {
    assert.deepEqual(after(busy, go({ tab: 'wire' })).place, { ...busy.place, tab: 'wire' });
  });

  test('to where one is changes nothing', () => {
    assert.equal(after(busy, go({})), busy);
    assert.equal(after(busy, go({ ...busy.place })), busy);
  });

  test('what has nothing to do with it stays the same object', () => {
    const next = after(busy, go({ tab: 'wire' }));
    for (const key of ['rows', 'summary', 'gaps', 'link', 'recentFilters'] as const) assert.equal(next[key], busy[key]);
  });

  test('to a row is not to run after the newest, unless it is the newest', () => {
    const state = after(start(), index(1, 9));
    assert.equal(state.isFollowing, true);
    assert.equal(after(state, go({ seq: 9 })).isFollowing, true);
    assert.equal(after(state, go({ seq: 8 })).isFollowing, false);
    assert.equal(after(state, go({ seq: undefined })).isFollowing, true);
    assert.equal(after(state, go({ tab: 'findings' })).isFollowing, true);
    assert.equal(after(state, { type: 'followed', on: false }, go({ seq: 9 })).isFollowing, false);
  });

  test('another filter asks anew, and keeps the selection', () => {
    const { rows, place } = after(busy, go({ filter: 'type:PING' }));
    assert.deepEqual([rows.isReady, rows.waiting, place.seq], [false, 0, 4]);
  });
});

test('initialState: a link to a row shows that row', () => {
  assert.equal(initialState(DEFAULT_PLACE).isFollowing, true);
  assert.equal(initialState({ ...DEFAULT_PLACE, seq: 5 }).isFollowing, false);
});

test('sourceChanged: what the reader looks for and likes stays, the rest is gone', () => {
  const next = after(busy, go({ filter: 'type:PING' }), { type: 'sourceChanged' });
  const place: Place = { ...DEFAULT_PLACE, tab: 'streams', filter: 'type:PING', time: 'delta' };
  assert.deepEqual(next, { ...initialState(place), theme: 'dark', recentFilters: ['conn:c1'] });
  assert.deepEqual(rowsOf(next.rows), []);
});

describe('filters that were used', () => {
  const keep = (filter: string): Action => ({ type: 'filterKept', filter });

  test('the newest first, each once, without the empty one', () => {
    const state = after(start(), ...['a', 'b', ' a ', '', ' '].map(keep));
    assert.deepEqual(state.recentFilters, ['a', 'b']);
    assert.equal(after(state, keep('a')), state);
    assert.equal(after(state, keep(' ')), state);
  });

  test('so many, and no more', () => {
    const state = after(start(), ...Array.from({ length: 30 }, (_, n) => keep(`f${n}`)));
    assert.equal(state.recentFilters.length, MAX_RECENT_FILTERS);
    assert.equal(state.recentFilters[0], 'f29');
  });

  test('as they were remembered', () => {
    const filters = ['a', '', 'a', ...Array.from({ length: 30 }, (_, n) => `f${n}`)];
    const state = after(start(), { type: 'filtersRemembered', filters });
    assert.deepEqual(state.recentFilters.slice(0, 3), ['a', 'f0', 'f1']);
    assert.equal(state.recentFilters.length, MAX_RECENT_FILTERS);
    assert.equal(after(state, { type: 'filtersRemembered', filters }), state);
  });
});

test('fetched: views that show rows are drawn again, and see the same', () => {
  const next = after(busy, { type: 'fetched' });
  assert.notEqual(next.rows, busy.rows);
  assert.deepEqual(next, busy);
});

const RECORDING = {
  trace: 'on',
  sampleOneIn: 1,
  payloadBytes: 1024,
  redactHeaders: [],
  listenersOff: [],
  connections: {},
} as const;

/** Each twice: the second time as another object that says the same. */
const PLAIN: readonly [keyof AppState, () => Action][] = [
  ['link', () => ({ type: 'linked', link: { is: 'disconnected', reason: 'gone', retryAt: 5 } })],
  ['recording', () => ({ type: 'recordingKnown', recording: { ...RECORDING } })],
  ['theme', () => ({ type: 'themed', theme: 'light' })],
  ['isHelpOpen', () => ({ type: 'helped', on: true })],
  ['eventsPerSecond', () => ({ type: 'rate', eventsPerSecond: 7 })],
  ['filterProblem', () => ({ type: 'filterRefused', problem: { message: 'no', position: 1 } })],
  ['summary', () => ({ type: 'findingsListed', findings: [] })],
  ['summary', () => ({ type: 'connectionsListed', connections: [] })],
  ['summary', () => ({ type: 'summarised', events: [], now: 5 })],
];

for (const [key, action] of PLAIN) {
  test(`${action().type} changes ${key} alone, and said again nothing`, () => {
    const before = start();
    const next = after(before, action());
    const { [key]: _one, ...restBefore } = before;
    const { [key]: _other, ...rest } = next;
    for (const name of Object.keys(restBefore) as (keyof typeof rest)[]) assert.equal(rest[name], restBefore[name]);
    assert.equal(after(next, action()), next);
  });
}

test('noticed: what is said again is a new notice', () => {
  const notice = () => ({ type: 'noticed', notice: { text: 'copied', tone: 'info' } }) as const;
  const state = after(start(), notice());
  assert.deepEqual(state.notice, { text: 'copied', tone: 'info' });
  assert.notEqual(after(state, notice()).notice, state.notice);
  const gone = after(state, { type: 'noticed', notice: undefined });
  assert.equal(after(gone, { type: 'noticed', notice: undefined }), gone);
});
