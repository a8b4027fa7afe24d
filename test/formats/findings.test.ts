import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFindingsFormat } from '../../src/formats/findings.ts';
import { createPrettyFormat } from '../../src/formats/pretty.ts';
import { sampleBodies, stamp } from '../support/events.ts';

const OPTIONS = { colour: false, time: 'CLOCK' } as const;

test('findings and losses are as the pretty format has them, and nothing else is shown', () => {
  const format = createFindingsFormat(OPTIONS);
  const pretty = createPrettyFormat(OPTIONS);
  const shown = new Set<string>();
  for (const event of stamp(sampleBodies())) {
    const lines = format(event);
    if (lines.length === 0) continue;
    shown.add(event.kind);
    assert.deepEqual(lines, pretty(event));
  }
  assert.deepEqual([...shown], ['finding', 'traceLost']);
});
