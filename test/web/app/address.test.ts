import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keepAddress } from '../../../src/web/app/address.ts';
import { initialState } from '../../../src/web/state/initial.ts';
import { placeOf } from '../../../src/web/state/place.ts';
import { reduce } from '../../../src/web/state/reduce.ts';
import { createStore } from '../../../src/web/state/store.ts';

/** A page at a hash, with the history that it makes. */
function at(hash: string) {
  const store = createStore(reduce, initialState(placeOf(hash)));
  const history = [hash];
  let step = 0;
  let moved = () => {};
  keepAddress(store, {
    hash: () => history[step] ?? '',
    push: (next) => history.splice(++step, history.length, next),
    replace: (next) => history.splice(step, 1, next),
    onMoved: (call) => {
      moved = call;
    },
  });
  const go = (steps: number) => {
    step += steps;
    moved();
  };
  return { store, history, go };
}

describe('the address', () => {
  test('another tab is a step, another row is none', () => {
    const { store, history } = at('#/wire');
    store.dispatch({ type: 'go', place: { seq: 5 } });
    store.dispatch({ type: 'go', place: { tab: 'streams' } });
    assert.deepEqual(history, ['#/wire?seq=5', '#/streams?seq=5']);
  });

  for (const hash of ['', '#/wire?filter=type:PING']) {
    test(`Back to ${JSON.stringify(hash)} leaves what Forward leads to`, () => {
      const { store, history, go } = at(hash);
      const { place } = store.state;
      store.dispatch({ type: 'go', place: { tab: 'findings' } });
      go(-1);
      assert.deepEqual(store.state.place, place);
      assert.equal(history.length, 2);
      go(1);
      assert.equal(store.state.place.tab, 'findings');
    });
  }

  test('what happens behind a step back is a step again', () => {
    const { store, history, go } = at('#/wire');
    store.dispatch({ type: 'go', place: { tab: 'findings' } });
    go(-1);
    store.dispatch({ type: 'go', place: { tab: 'streams' } });
    assert.deepEqual(history, ['#/wire', '#/streams']);
  });
});
