import assert from 'node:assert/strict';
import { test } from 'node:test';
import { find, type HistoryOptions, read, readHistory } from '../../src/sinks/history.ts';
import type { Ring } from '../../src/sinks/ring.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { frame, headers, stamp } from '../support/events.ts';
import { numbered, ranges, smallRing } from '../support/numbered.ts';

function isEvent(step: TraceEvent | undefined): step is TraceEvent {
  return step !== undefined;
}

function all(ring: Ring, options: HistoryOptions = {}): string {
  return ranges([...readHistory(ring, find(ring, options))].filter(isEvent));
}

function ringWith(capacity: number, events: number): Ring {
  const ring = smallRing(capacity);
  ring.write(numbered(1, events));
  return ring;
}

test('all that is held, oldest first', () => {
  assert.equal(all(ringWith(10, 25)), '16-25');
  assert.equal(all(smallRing(10)), '');
});

test('the newest so many, of those that match', () => {
  const ring = ringWith(10, 10);
  assert.equal(all(ring, { newest: 3 }), '8-10');
  assert.equal(all(ring, { newest: 3, matches: ({ seq }) => seq % 2 === 1 }), '5 7 9');
  assert.equal(all(ring, { newest: 100, matches: ({ seq }) => seq > 8 }), '9-10');
  assert.equal(all(ring, { newest: 0 }), '');
});

test('from a number on, up to another', () => {
  const ring = ringWith(10, 10);
  assert.equal(all(ring, { since: 7 }), '7-10');
  assert.equal(all(ring, { since: 7, upTo: 8 }), '7-8');
  assert.equal(all(ring, { since: 11 }), '');
  assert.equal(all(ring, { upTo: 99 }), '1-10');
});

test('from a number that has left the ring: what is missing is announced', () => {
  assert.equal(all(ringWith(10, 25), { since: 4 }), 'lost 4-15 (12) 16-25');
  assert.equal(all(ringWith(10, 25), { since: 0 }), 'lost 1-15 (15) 16-25');
  assert.equal(all(ringWith(10, 25), { since: 4, newest: 10 }), '16-25');
  assert.equal(all(ringWith(10, 25), { since: 4, upTo: 17 }), 'lost 4-15 (12) 16-17');
});

test('a window that has left the ring as a whole is announced, and is not the ring', () => {
  assert.equal(all(ringWith(10, 25), { since: 4, upTo: 9 }), 'lost 4-9 (6)');
  assert.equal(all(ringWith(10, 25), { upTo: 9 }), '');
});

test('what is published after the call is not in it', () => {
  const ring = ringWith(10, 5);
  const search = find(ring, {});
  ring.write(numbered(6, 8));
  assert.equal(ranges([...readHistory(ring, search)].filter(isEvent)), '1-5');
});

test('what is overwritten while it is searched is announced as not known to match', () => {
  const ring = ringWith(10, 10);
  const steps = readHistory(ring, find(ring, { matches: ({ seq }) => seq % 2 === 0 }));
  for (let n = 0; n < 4; n++) assert.equal(steps.next().value, undefined);
  ring.write(numbered(11, 14));
  const [lost, ...rest] = [...steps].filter(isEvent);
  assert.ok(lost?.kind === 'traceLost');
  assert.match(lost.traceLost.reason, /not known how many of these would have matched/);
  assert.equal(ranges([lost, ...rest]), 'lost 1-4 (4) 6 8 10');
});

test('what is overwritten before it is read is announced, and counted exactly', () => {
  const ring = ringWith(10, 10);
  const search = find(ring, { matches: ({ seq }) => seq % 2 === 0 });
  let step = search.next();
  while (step.done !== true) step = search.next();
  const events = read(ring, step.value);
  const taken: TraceEvent[] = [];
  taken.push(events.next().value);
  ring.write(numbered(11, 16));
  taken.push(...events);
  assert.equal(ranges(taken), '2 lost 4-6 (2) 8 10');
  assert.ok(taken[1] !== undefined && taken[1].time > 0);
  ring.write(numbered(17, 99));
  assert.equal(ranges([...read(ring, step.value)]), 'lost 2-10 (5)');
});

test('an event that the ring had no room for is announced', () => {
  const ring = smallRing(10);
  const large = frame('CLIENT', 'HEADERS', 1, { headers: { ...headers('REQUEST', []), listSize: 100_000 } });
  ring.write([...numbered(1, 3), ...stamp([large], 'c1', 4), ...numbered(5, 6)]);
  assert.equal(all(ring), '1-3 lost 4-4 (1) 5-6');
});
