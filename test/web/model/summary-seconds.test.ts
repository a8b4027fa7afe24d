import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamClosed } from '../../../src/trace/event.ts';
import { MAX_SECONDS, withSeconds } from '../../../src/web/model/summary-seconds.ts';
import type { EndedCall } from '../../../src/web/model/summary-streams.ts';
import { callEvents, UNAVAILABLE } from './summary-support.ts';

const AT = 1_795_000_000;
const NOW = AT * 1000;
const NONE = { ok: 0, application: 0, infrastructure: 0, unknown: 0 };

/** A call that ended in this second. */
function ended(at: number, parts: Partial<StreamClosed> = {}): EndedCall {
  const make = callEvents();
  return { opened: make.opened('c1', 1), closed: { ...make.closed('c1', 1, parts), time: at * 1_000_000 + 5 } };
}

test('calls that went well, and failures by whose they are', () => {
  const calls = [
    ended(AT),
    ended(AT),
    ended(AT, { ...UNAVAILABLE, origin: 'APPLICATION' }),
    ended(AT, { ...UNAVAILABLE, origin: 'INFRASTRUCTURE' }),
    ended(AT, { ...UNAVAILABLE, origin: 'UNKNOWN' }),
    ended(AT, { ...UNAVAILABLE, origin: 'SOMEBODY' as 'UNKNOWN' }),
  ];
  assert.deepEqual(withSeconds([], calls, NOW), [{ at: AT, ok: 2, application: 1, infrastructure: 1, unknown: 2 }]);
});

test('seconds are in order, whatever the order of events, and those without an end are not there', () => {
  const some = withSeconds([], [ended(AT + 5), ended(AT)], NOW);
  const more = withSeconds(some, [ended(AT + 3), ended(AT)], NOW);
  assert.deepEqual(
    more.map(({ at, ok }) => [at - AT, ok]),
    [
      [0, 2],
      [3, 1],
      [5, 1],
    ],
  );
  assert.equal(more[2], some[1]);
});

test('the last five minutes before the newest are kept, also where that was long ago', () => {
  const seconds = withSeconds(
    [],
    Array.from({ length: 400 }, (_, n) => ended(1000 + n)),
    NOW,
  );
  assert.deepEqual([seconds.length, seconds[0]?.at, seconds.at(-1)?.at], [MAX_SECONDS, 1100, 1399]);
  assert.deepEqual(withSeconds(seconds, [ended(AT)], NOW), [{ ...NONE, at: AT, ok: 1 }]);
  assert.deepEqual(withSeconds(seconds, [ended(1000)], NOW), seconds);
});

test('a time in the far future, and one that is none, push nothing out', () => {
  const seconds = withSeconds([], [ended(AT)], NOW);
  assert.deepEqual(withSeconds(seconds, [ended(AT + 90_000), ended(Number.NaN)], NOW), seconds);
});
