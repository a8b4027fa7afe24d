import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceEvent } from '../../../src/trace/event.ts';
import type { Action } from '../../../src/web/state/action.ts';
import { MAX_GAPS } from '../../../src/web/state/gaps.ts';
import { newestSeq, rowCount } from '../../../src/web/state/row-access.ts';
import type { AppState } from '../../../src/web/state/state.ts';
import { finding, stamp, streamClosed } from '../../support/events.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';
import { after, announced, eventAt, rowsOf, start } from './support.ts';

/** A server that makes events; those whose number it can divide match. */
class Server {
  newest = 0;
  oldest = 1;
  private readonly random: SeededRandom;

  constructor(random: SeededRandom) {
    this.random = random;
  }

  /** What comes over the live trace, some of it lost. */
  events(filter: string): readonly TraceEvent[] {
    const events: TraceEvent[] = [];
    for (let left = this.random.int(8); left > 0; left--) {
      const first = this.newest + 1;
      this.newest += this.random.chance(0.1) ? this.random.between(1, 5) : 1;
      if (this.newest > first) events.push(announced(first, this.newest));
      else if (matches(filter, first)) events.push(eventAt(first));
    }
    return events;
  }

  index(filter: string): Action {
    const held = Array.from({ length: this.newest - this.oldest + 1 }, (_, n) => this.oldest + n);
    const [firstSeq, lastSeq] = held.length === 0 ? [] : [this.oldest, this.newest];
    const seqs = filter === '' ? undefined : held.filter((seq) => matches(filter, seq));
    return { type: 'indexed', filter, index: { firstSeq, lastSeq, seqs, isCut: false } };
  }

  overwritten(): Action {
    this.oldest = Math.min(this.newest + 1, this.oldest + this.random.int(10));
    return { type: 'overwritten', firstSeq: this.oldest };
  }
}

const FILTERS = ['', '2', '3', '7'];

function matches(filter: string, seq: number): boolean {
  return seq % Number(filter || 1) === 0;
}

function anyAction(random: SeededRandom, server: Server, { place: { filter } }: AppState): Action {
  const other = random.chance(0.1) ? random.pick(FILTERS) : filter;
  return random.pick<() => Action>([
    () => ({ type: 'arrived', filter: other, events: server.events(other) }),
    () => ({ type: 'arrived', filter, events: server.events(filter) }),
    () => ({ type: 'arrived', filter, events: server.events(filter) }),
    () => server.index(other),
    () => server.overwritten(),
    () => ({ type: 'paused', on: random.chance(0.5) }),
    () => ({ type: 'followed', on: random.chance(0.3) }),
    () => ({ type: 'go', place: { seq: random.between(1, server.newest + 1) } }),
    () => (random.chance(0.3) ? { type: 'go', place: { filter: random.pick(FILTERS) } } : { type: 'fetched' }),
    () => ({ type: random.pick(['cleared', 'fetched', 'fetched'] as const) }),
    () => ({ type: 'summarised', events: stamp([streamClosed(), finding()], 'c1', server.newest + 1), now: 0 }),
  ])();
}

function check(state: AppState): void {
  const { rows, isPaused, gaps } = state;
  const seqs = rowsOf(rows);
  assert.equal(seqs.length, rowCount(rows));
  for (let n = 1; n < seqs.length; n++)
    assert.ok((seqs[n] as number) > (seqs[n - 1] as number), 'ascending, each once');
  assert.ok(seqs.every((seq) => Number.isSafeInteger(seq) && seq > 0));
  assert.ok(Number.isSafeInteger(rows.waiting) && rows.waiting >= 0);
  if (!isPaused || !rows.isReady) assert.equal(rows.waiting, 0);
  assert.ok(gaps.length <= MAX_GAPS);
}

/** While rows stand still they are the same rows; and as many come then as were said to wait. */
function checkStep(before: AppState, action: Action, state: AppState): void {
  const isStill = before.isPaused && state.isPaused && before.rows.isReady && state.rows.isReady;
  if (isStill && action.type !== 'cleared') assert.deepEqual(rowsOf(state.rows), rowsOf(before.rows));
  if (before.isPaused && !state.isPaused && before.rows.isReady) {
    const newest = newestSeq(before.rows) ?? 0;
    assert.equal(rowsOf(state.rows).filter((seq) => seq > newest).length, before.rows.waiting);
  }
}

for (const seed of [1, 2, 3]) {
  test(`rows are right whatever happens, seed ${seed}`, () => {
    const random = seededRandom(seed);
    const server = new Server(random);
    let state = start();
    for (let n = 0; n < 2000; n++) {
      const action = anyAction(random, server, state);
      const next = after(state, action);
      check(next);
      checkStep(state, action, next);
      state = next;
    }
    const { filter } = state.place;
    const asked = after(state, { type: 'paused', on: false }, { type: 'sourceChanged' }, server.index(filter));
    const held = Array.from({ length: server.newest - server.oldest + 1 }, (_, n) => server.oldest + n);
    assert.deepEqual(
      rowsOf(asked.rows),
      held.filter((seq) => matches(filter, seq)),
    );
  });
}
