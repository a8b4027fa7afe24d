import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { EventCache } from '../../../src/web/app/event-cache.ts';
import { keepList } from '../../../src/web/app/list.ts';
import type { SessionParts } from '../../../src/web/app/session.ts';
import { FilterRefused, type Index, SourceError } from '../../../src/web/source/source.ts';
import { initialState } from '../../../src/web/state/initial.ts';
import { placeOf } from '../../../src/web/state/place.ts';
import { reduce } from '../../../src/web/state/reduce.ts';
import { rowCount } from '../../../src/web/state/row-access.ts';
import { createStore } from '../../../src/web/state/store.ts';

const ALL: Index = { firstSeq: 1, lastSeq: 9, seqs: undefined, isCut: false };

/** A file that answers each question as a test says. */
function setUp(answer: (filter: string) => Promise<Index>) {
  const asked: string[] = [];
  const end = new AbortController();
  const store = createStore(reduce, initialState(placeOf('#/wire')));
  const source = {
    kind: 'file',
    name: 'a.ndjson',
    skippedLines: 2,
    index(filter: string) {
      asked.push(filter);
      return answer(filter);
    },
  };
  const parts = { store, source, cache: new EventCache(() => {}), signal: end.signal, readers: new Set() };
  keepList(parts as unknown as SessionParts);
  return { asked, store, end };
}

async function settle(): Promise<void> {
  for (let n = 0; n < 5; n++) await turn();
}

test('what is held of a file is listed, and there is no more to come', async () => {
  const { store, asked } = setUp(async () => ALL);
  await settle();
  assert.deepEqual(asked, ['']);
  assert.equal(rowCount(store.state.rows), 9);
  assert.deepEqual(store.state.link, { is: 'file', name: 'a.ndjson', skippedLines: 2 });
});

test('another filter is asked for anew, and what was asked before is forgotten', async () => {
  const answers = new Map<string, (index: Index) => void>();
  const { store, asked } = setUp((filter) => new Promise((resolve) => answers.set(filter, resolve)));
  store.dispatch({ type: 'go', place: { filter: 'type:PING' } });
  store.dispatch({ type: 'go', place: { tab: 'streams' } });
  assert.deepEqual(asked, ['', 'type:PING']);
  answers.get('type:PING')?.({ ...ALL, seqs: [3, 5] });
  answers.get('')?.(ALL);
  await settle();
  assert.equal(rowCount(store.state.rows), 2);
});

test('a filter that is refused is told where it is typed', async () => {
  const problem = { message: 'there is no variable framee', position: 0 };
  const { store } = setUp(() => Promise.reject(new FilterRefused(problem)));
  await settle();
  assert.deepEqual(store.state.filterProblem, problem);
});

test('a source that does not answer is asked again, and the link says why', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let isAway = true;
  const { store, asked } = setUp(() => (isAway ? Promise.reject(new SourceError('no answer')) : Promise.resolve(ALL)));
  await settle();
  assert.equal(store.state.link.is === 'disconnected' && store.state.link.reason, 'no answer');
  isAway = false;
  t.mock.timers.tick(2_000);
  await settle();
  assert.equal(asked.length, 2);
  assert.equal(rowCount(store.state.rows), 9);
});

test('behind the end nothing is asked any more', async () => {
  const { store, asked, end } = setUp(async () => ALL);
  end.abort();
  store.dispatch({ type: 'go', place: { filter: 'type:PING' } });
  await settle();
  assert.deepEqual(asked, ['']);
  assert.equal(rowCount(store.state.rows), 0);
});
