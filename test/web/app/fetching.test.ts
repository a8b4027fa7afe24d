import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { keepFetching } from '../../../src/web/app/fetching.ts';
import type { ServerSource } from '../../../src/web/source/server-source.ts';
import { initialState } from '../../../src/web/state/initial.ts';
import { placeOf } from '../../../src/web/state/place.ts';
import { reduce } from '../../../src/web/state/reduce.ts';
import { createStore } from '../../../src/web/state/store.ts';

function event(seq: number): TraceEvent {
  return { seq, time: 0, offsetMs: 0, conn: 'c1', kind: 'traceLost', traceLost: { reason: 'a test', dropped: 0 } };
}

/** A source that answers when it is told to, and work that is done when it is told to. */
function setUp() {
  const asked: {
    readonly range: string;
    readonly answer: (seqs: readonly number[]) => void;
    readonly answerWith: (events: readonly TraceEvent[]) => void;
  }[] = [];
  const work: (() => void)[] = [];
  const source = {
    read: (first: number, last: number) =>
      new Promise<readonly TraceEvent[]>((resolve) => {
        asked.push({ range: `${first}-${last}`, answer: (seqs) => resolve(seqs.map(event)), answerWith: resolve });
      }),
  } as Partial<ServerSource> as ServerSource;
  const store = createStore(reduce, initialState(placeOf('')));
  const { cache } = keepFetching({ store, source, soon: (step) => work.push(step) }, new AbortController().signal);
  return { asked, work, cache };
}

async function settle(): Promise<void> {
  for (let n = 0; n < 5; n++) await turn();
}

test('what views want is asked for at once, and is there when it has come', async () => {
  const { asked, work, cache } = setUp();
  for (const seq of [5, 6, 9]) assert.equal(cache.get(seq), undefined);
  assert.equal(work.length, 1);
  work.pop()?.();
  assert.deepEqual(
    asked.map(({ range }) => range),
    ['5-9'],
  );
  asked[0]?.answer([5, 6]);
  await settle();
  assert.equal(cache.get(5)?.seq, 5);
  assert.equal(cache.isGone(9), true);
  assert.equal(work.length, 0);
});

test('what the server says is overwritten is gone', async () => {
  const { asked, work, cache } = setUp();
  for (const seq of [5, 6]) cache.get(seq);
  work.pop()?.();
  const traceLost = { reason: 'overwritten', dropped: 1, firstSeq: 5, lastSeq: 5 };
  asked[0]?.answerWith([{ seq: 5, time: 0, offsetMs: 0, conn: '', kind: 'traceLost', traceLost }, event(6)]);
  await settle();
  assert.deepEqual([cache.isGone(5), cache.get(6)?.seq], [true, 6]);
});

test('what is wanted while others are fetched is fetched behind them', async () => {
  const { asked, work, cache } = setUp();
  cache.get(5);
  work.pop()?.();
  cache.get(500);
  assert.equal(work.length, 0);
  asked[0]?.answer([5]);
  await settle();
  assert.equal(work.length, 1);
  work.pop()?.();
  assert.equal(asked[1]?.range, '500-500');
});
