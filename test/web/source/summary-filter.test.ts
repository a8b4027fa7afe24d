import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compileFilter } from '../../../src/filter/filter.ts';
import { summaryFilter } from '../../../src/web/source/summary-filter.ts';
import { sampleBodies, stamp } from '../../support/events.ts';

test('the summary is of calls, connections and findings, and of nothing else', () => {
  const filter = compileFilter(summaryFilter);
  const matching = stamp(sampleBodies()).filter((event) => filter.matches(event));
  assert.deepEqual([...new Set(matching.map(({ kind }) => kind))].sort(), [
    'connectionClosed',
    'connectionOpened',
    'finding',
    'streamClosed',
    'streamOpened',
  ]);
});
