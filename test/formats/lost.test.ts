import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeLoss } from '../../src/formats/lost.ts';

test('a loss says how many events, or which direction, or neither where nobody can count them', () => {
  const reason = 'too\nslow';
  assert.equal(describeLoss({ reason, dropped: 3, firstSeq: 5, lastSeq: 7 }), 'dropped 3 events (seq 5-7): too\\nslow');
  assert.equal(describeLoss({ reason, dropped: 3 }), 'dropped 3 events: too\\nslow');
  assert.equal(describeLoss({ reason, dropped: 0, from: 'CLIENT' }), 'blind to what the CLIENT sends: too\\nslow');
  assert.equal(describeLoss({ reason, dropped: 0 }), 'too\\nslow');
});
