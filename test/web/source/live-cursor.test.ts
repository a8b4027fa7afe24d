import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import type { TraceEvent } from '../../../src/trace/event.ts';
import { type Cursor, createCursor } from '../../../src/web/source/live-cursor.ts';
import { numbered, ranges } from '../../support/numbered.ts';

/** As the server announces it. */
function lost(firstSeq: number, lastSeq: number, reason = 'the reader is slower than the trace'): TraceEvent {
  const traceLost = { reason, dropped: lastSeq - firstSeq + 1, firstSeq, lastSeq };
  return { seq: firstSeq, time: 1, offsetMs: 0, conn: '', kind: 'traceLost', traceLost };
}

function take(cursor: Cursor, ...batches: readonly (readonly TraceEvent[])[]): string {
  return ranges(batches.flatMap((events) => cursor.take(events).events));
}

function reasons(events: readonly TraceEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'traceLost' ? [event.traceLost.reason] : []));
}

suite('what of a live trace has come', () => {
  test('without a beginning, it begins with what comes', () => {
    const cursor = createCursor({ isAll: true, since: undefined });
    assert.equal(cursor.next, undefined);
    assert.equal(take(cursor, numbered(40, 45)), '40-45');
    assert.equal(cursor.next, 46);
    assert.equal(cursor.last?.seq, 45);
  });

  test('nothing is given twice', () => {
    const cursor = createCursor({ isAll: true, since: 1 });
    assert.equal(take(cursor, numbered(1, 5), numbered(4, 8)), '1-8');
    assert.ok(cursor.take(numbered(8, 8)).isRepeated);
    assert.ok(!cursor.take(numbered(9, 9)).isRepeated);
  });

  test('what the server announces is passed on, and goes on behind it', () => {
    const cursor = createCursor({ isAll: true, since: 1 });
    assert.equal(take(cursor, [...numbered(1, 3), lost(4, 9), ...numbered(10, 11)]), '1-3 lost 4-9 (6) 10-11');
    assert.equal(cursor.next, 12);
    assert.equal(cursor.last?.seq, 11);
  });

  test('what the server lost without a word is announced, where all events match', () => {
    const cursor = createCursor({ isAll: true, since: 1 });
    assert.equal(take(cursor, numbered(1, 3), numbered(7, 8)), '1-3 lost 4-6 (3) 7-8');
  });

  test('with a filter, numbers have gaps', () => {
    const cursor = createCursor({ isAll: false, since: 1 });
    assert.equal(take(cursor, numbered(3, 3), numbered(7, 8)), '3 7-8');
    assert.equal(cursor.next, 9);
  });

  test('a loss in the trace itself is an event like others', () => {
    const cursor = createCursor({ isAll: true, since: 1 });
    const inTrace = { ...lost(2, 2), conn: 'c1' };
    assert.equal(take(cursor, [...numbered(1, 1), inTrace, ...numbered(3, 3)]), '1 lost 2-2 (1) 3');
    assert.equal(cursor.last?.seq, 3);
  });
});

suite('after a connection was lost', () => {
  function resumed(isAll: boolean): Cursor {
    const cursor = createCursor({ isAll, since: 1 });
    cursor.take(numbered(1, 10));
    cursor.reconnected();
    return cursor;
  }

  test('it goes on behind the last', () => {
    const cursor = resumed(true);
    assert.equal(cursor.next, 11);
    assert.equal(take(cursor, numbered(11, 12)), '11-12');
  });

  test('what the ring no longer holds was overwritten meanwhile', () => {
    const { events } = resumed(true).take([lost(11, 20, 'no longer in the ring'), ...numbered(21, 22)]);
    assert.equal(ranges(events), 'lost 11-20 (10) 21-22');
    assert.deepEqual(reasons(events), ['overwritten while the page was disconnected']);
  });

  test('what is missing without a word was overwritten too', () => {
    const { events } = resumed(true).take(numbered(21, 22));
    assert.equal(ranges(events), 'lost 11-20 (10) 21-22');
    assert.deepEqual(reasons(events), ['overwritten while the page was disconnected']);
  });

  test('with a filter, nobody knows what of it would have matched', () => {
    const { events } = resumed(false).take([lost(11, 20), ...numbered(22, 22)]);
    assert.equal(ranges(events), 'lost 11-20 (10) 22');
    assert.match(reasons(events).join(), /^overwritten while the page was disconnected: it is not known/);
  });

  test('what was seen by other ways before is no loss', () => {
    const partly = resumed(false);
    partly.sawUpTo(15);
    assert.equal(take(partly, [lost(11, 20)], numbered(21, 21)), 'lost 16-20 (5) 21');
    const wholly = resumed(false);
    wholly.sawUpTo(100);
    assert.equal(take(wholly, [lost(11, 20)], numbered(21, 21)), '21');
    assert.equal(wholly.next, 22);
  });

  test('a later loss has the words of the server', () => {
    const cursor = resumed(true);
    const { events } = cursor.take([...numbered(11, 11), lost(12, 14)]);
    assert.deepEqual(reasons(events), ['the reader is slower than the trace']);
  });

  test('what comes again leaves it at that', () => {
    const cursor = resumed(true);
    cursor.take(numbered(1, 10));
    assert.equal(cursor.next, 11);
    assert.deepEqual(reasons(cursor.take(numbered(13, 13)).events), ['overwritten while the page was disconnected']);
  });
});
