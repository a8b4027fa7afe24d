import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createControls } from '../../../src/web/app/controls.ts';
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

function setUp(server?: Partial<ServerQuestions>) {
  const done: string[] = [];
  let shown = server;
  const store = createStore(reduce, initialState(placeOf('#/wire?filter=type:PING')));
  const controls = createControls({
    store,
    server: () => shown as ServerQuestions | undefined,
    async showFile({ name }) {
      if (name === 'bad') throw new Error('no events are in it');
      return name === 'old' ? 'some of it is left out' : undefined;
    },
    showServer: () => done.push('server'),
    download: (path) => done.push(path),
    async writeText(text) {
      if (text === '') throw new Error('nothing to copy');
      done.push(text);
    },
  });
  return { controls, store, done, notice: () => store.state.notice, hideServer: () => (shown = undefined) };
}

describe('what buttons do', () => {
  test('an export is of what the filter shows', () => {
    const { controls, done } = setUp({ exportPath: (filter, format) => `${format} of ${filter}` });
    controls.exportAs('pcapng');
    assert.deepEqual(done, ['pcapng of type:PING']);
  });

  test('of a file there is no export', () => {
    const { controls, done } = setUp();
    controls.exportAs('ndjson');
    assert.deepEqual(done, []);
  });

  test('a copy is told, and so is one that fails', async () => {
    const { controls, done, notice } = setUp();
    await controls.copy('the text', 'the link');
    assert.deepEqual(done, ['the text']);
    assert.deepEqual(notice(), { text: 'copied: the link', tone: 'info' });
    await controls.copy('', 'the link');
    assert.deepEqual(notice(), { text: 'the link was not copied: nothing to copy', tone: 'error' });
  });

  test('a file that is not opened says why, and one that is, what of it is left out', async () => {
    const { controls, notice } = setUp();
    await controls.openFile({ name: 'bad' } as File);
    assert.deepEqual(notice(), { text: 'bad was not opened: no events are in it', tone: 'error' });
    await controls.openFile({ name: 'old' } as File);
    assert.deepEqual(notice(), { text: 'some of it is left out', tone: 'info' });
  });

  test('recording is changed for all who look, and known at once', async () => {
    const asked: Partial<RecordingJson>[] = [];
    const { controls, store, notice } = setUp({
      async changeRecording(change) {
        asked.push(change);
        return { ...RECORDING, ...change };
      },
    });
    await controls.setTrace('paused');
    await controls.setPayloadBytes(64);
    assert.deepEqual(asked, [{ trace: 'paused' }, { payloadBytes: 64 }]);
    assert.equal(store.state.recording?.payloadBytes, 64);
    assert.equal(notice()?.tone, 'info');
  });

  test('an answer that comes when a file is shown is not of the file', async () => {
    const { controls, store, notice, hideServer } = setUp({ changeRecording: async () => RECORDING });
    const changing = controls.setTrace('on');
    hideServer();
    await changing;
    assert.equal(store.state.recording, undefined);
    assert.equal(notice()?.tone, 'info');
  });

  test('what the server refuses is told in its words', async () => {
    const { controls, store, notice } = setUp({
      changeRecording: () => Promise.reject(new Error('payloadBytes -1 came')),
    });
    await controls.setPayloadBytes(-1);
    assert.match(notice()?.text ?? '', /was not changed: payloadBytes -1 came/);
    assert.equal(store.state.recording, undefined);
  });
});
