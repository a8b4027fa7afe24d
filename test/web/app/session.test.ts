import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatJson } from '../../../src/formats/json.ts';
import { createSession } from '../../../src/web/app/session.ts';
import { openNdjson } from '../../../src/web/source/file-source.ts';
import { initialState } from '../../../src/web/state/initial.ts';
import { placeOf } from '../../../src/web/state/place.ts';
import { reduce } from '../../../src/web/state/reduce.ts';
import { rowCount } from '../../../src/web/state/row-access.ts';
import { createStore } from '../../../src/web/state/store.ts';
import { conversation } from '../../support/conversation.ts';

/** The engine of filters is loaded for a file: some hundred milliseconds. @throws where it never comes */
async function until(isSo: () => boolean): Promise<void> {
  for (let n = 0; n < 500 && !isSo(); n++) await sleep(10);
  assert.ok(isSo(), String(isSo));
}

test('a file is listed and summed up, and its events are there when they are asked for', async () => {
  const { events } = conversation().call(1).call(3);
  const lines = events.map((event) => `${formatJson(event)}\n`).join('');
  const source = await openNdjson('two-calls.ndjson', new Blob([lines]));
  const store = createStore(reduce, initialState(placeOf('')));
  const session = createSession({ store, source, soon: (work) => void setImmediate(work) });
  await until(() => store.state.summary.streams.length === 2);
  assert.equal(rowCount(store.state.rows), events.length);
  const last = events.at(-1)?.seq ?? 0;
  await until(() => session.services.eventOf(last)?.seq === last);
  session.services.eventOf(last + 1_000);
  await until(() => session.services.isGone(last + 1_000));
  session.close();
});
