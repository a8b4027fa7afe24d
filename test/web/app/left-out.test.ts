import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftOutWords } from '../../../src/web/app/left-out.ts';

test('of a file with one run of a server nothing is left out', () => {
  assert.equal(leftOutWords({ earlierLines: 0, repeatedLines: 0 }), undefined);
});

test('earlier runs are said, with how to get at them', () => {
  assert.match(leftOutWords({ earlierLines: 120, repeatedLines: 0 }) ?? '', /last one is shown.*head -n 120/);
});

test('events that came twice are said', () => {
  assert.match(leftOutWords({ earlierLines: 0, repeatedLines: 2 }) ?? '', /^2 events are in it more than once/);
});
