import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import type { TraceEvent } from '../../../src/trace/event.ts';
import { isSameTrace } from '../../../src/web/source/same-trace.ts';
import { numbered } from '../../support/numbered.ts';

const [TENTH] = numbered(10, 10) as [TraceEvent];

function holding(firstSeq: number | undefined, lastSeq: number | undefined, read: readonly TraceEvent[] = []) {
  return { index: async () => ({ firstSeq, lastSeq, seqs: undefined, isCut: false }), read: async () => read };
}

suite('a server tells the same trace', () => {
  test('where it holds the event that was seen last', async () => {
    assert.ok(await isSameTrace(holding(1, 20, [TENTH]), 11, TENTH));
  });

  test('where that was overwritten', async () => {
    const overwritten: TraceEvent = {
      ...{ seq: 10, time: 5, offsetMs: 0, conn: '' },
      kind: 'traceLost',
      traceLost: { reason: 'no longer in the ring', dropped: 1, firstSeq: 10, lastSeq: 10 },
    };
    assert.ok(await isSameTrace(holding(15, 20, [overwritten]), 11, TENTH));
    assert.ok(await isSameTrace(holding(15, 20), 11, TENTH));
  });

  test('where nothing was seen yet, and there is as much as there was', async () => {
    assert.ok(await isSameTrace(holding(1, 20), 21, undefined));
    assert.ok(await isSameTrace(holding(undefined, undefined), 1, undefined));
  });
});

suite('a server tells another trace', () => {
  test('where it has come less far', async () => {
    assert.ok(!(await isSameTrace(holding(1, 9), 11, TENTH)));
    assert.ok(!(await isSameTrace(holding(undefined, undefined), 2, undefined)));
  });

  test('where the event of this number is another one', async () => {
    assert.ok(!(await isSameTrace(holding(1, 500, [{ ...TENTH, time: TENTH.time + 1 }]), 11, TENTH)));
  });
});
