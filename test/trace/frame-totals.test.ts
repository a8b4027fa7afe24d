import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameTotals } from '../../src/trace/frame-totals.ts';

test('by type name, in the order of their codes; types without a name are counted together', () => {
  const totals = new FrameTotals('SERVER');
  assert.deepEqual(totals.totals(), []);
  for (const typeCode of [0x10, 4, 0, 0xfa, 4, 0xb]) totals.add(typeCode);
  assert.deepEqual(totals.totals(), [
    { from: 'SERVER', type: 'DATA', count: 1 },
    { from: 'SERVER', type: 'SETTINGS', count: 2 },
    { from: 'SERVER', type: 'UNKNOWN', count: 2 },
    { from: 'SERVER', type: 'PRIORITY_UPDATE', count: 1 },
  ]);
});
