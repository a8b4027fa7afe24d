import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { keepLooking } from '../../../src/web/app/looking.ts';
import type { SessionParts } from '../../../src/web/app/session.ts';
import type { RecordingJson } from '../../../src/web/source/server-json.ts';
import type { ServerQuestions } from '../../../src/web/source/source.ts';
import { initialState } from '../../../src/web/state/initial.ts';
import { placeOf } from '../../../src/web/state/place.ts';
import { reduce } from '../../../src/web/state/reduce.ts';
import { createStore } from '../../../src/web/state/store.ts';

const RECORDING: RecordingJson = {
  trace: 'on',
  sampleOneIn: 1,
  payloadBytes: 1024,
  redactHeaders: [],
  listenersOff: [],
  connections: {},
};

/** A server that answers at once, but for its settings. */
function setUp() {
  const answers: (() => void)[] = [];
  const listed = { times: 0 };
  const server: Partial<ServerQuestions> = {
    async connections() {
      listed.times += 1;
      return [];
    },
    findings: async () => [],
    recording: () => new Promise((resolve) => answers.push(() => resolve(RECORDING))),
  };
  const end = new AbortController();
  const store = createStore(reduce, initialState(placeOf('')));
  const source = { index: async () => ({ firstSeq: 1, lastSeq: 9, seqs: undefined, isCut: false }) };
  const parts = { store, source, signal: end.signal, readers: new Set() } as unknown as SessionParts;
  keepLooking(parts, server as ServerQuestions);
  return { answers, store, end, listed };
}

async function settle(): Promise<void> {
  for (let n = 0; n < 5; n++) await turn();
}

test('an answer is known, and asked for again later', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { answers, store } = setUp();
  answers[0]?.();
  await settle();
  assert.deepEqual(store.state.recording, RECORDING);
  t.mock.timers.tick(10_000);
  assert.equal(answers.length, 2);
});

test('an answer behind the end is nothing any more, and nothing is asked again', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { answers, store, end } = setUp();
  end.abort();
  answers[0]?.();
  await settle();
  assert.equal(store.state.recording, undefined);
  const waiting = setUp();
  waiting.answers[0]?.();
  await settle();
  waiting.end.abort();
  t.mock.timers.tick(60_000);
  assert.equal(waiting.answers.length, 1);
});

test('connections are asked for where they are shown, and once where they are not', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { store, listed, end } = setUp();
  store.dispatch({ type: 'go', place: { tab: 'wire' } });
  for (const [tab, times] of [
    ['wire', 1],
    ['connections', 2],
    ['overview', 3],
    ['streams', 3],
  ] as const) {
    store.dispatch({ type: 'go', place: { tab } });
    await settle();
    t.mock.timers.tick(2_000);
    await settle();
    assert.equal(listed.times, times, tab);
  }
  end.abort();
});
