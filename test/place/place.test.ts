import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventLoopWatch } from '../../src/place/event-loop.ts';
import { readPlace } from '../../src/place/place.ts';
import { PROC, plant, V1, V2 } from '../support/place-tree.ts';

test('a place is plain JSON, with all parts that the system tells of', async (t) => {
  for (const cgroup of [V2, V1]) {
    const watch = new EventLoopWatch();
    watch.start();
    const place = await readPlace({ root: plant(t, { ...PROC, ...cgroup }), eventLoop: watch });
    watch.stop();
    assert.deepEqual(Object.keys(place), ['atMs', 'process', 'kernel', 'cgroup', 'eventLoop']);
    assert.deepEqual(JSON.parse(JSON.stringify(place)), place);
  }
});

test('where the system tells nothing, process and kernel are what Node knows of them', async (t) => {
  const place = await readPlace({ root: plant(t, {}) });
  assert.deepEqual(Object.keys(place), ['atMs', 'process', 'kernel']);
  assert.deepEqual(Object.keys(place.kernel), ['hostname', 'name', 'release']);
});

test('this machine can be read, whatever it is', async () => {
  const place = await readPlace();
  assert.equal(place.process.pid, process.pid);
  assert.deepEqual(JSON.parse(JSON.stringify(place)), place);
});

test('nothing of the environment is in it', async (t) => {
  const secret = 'hunter2-of-the-environment';
  process.env.SRE_PLACE_TEST = secret;
  t.after(() => delete process.env.SRE_PLACE_TEST);
  const text = JSON.stringify(await readPlace());
  assert.equal(text.includes(secret) || text.includes('SRE_PLACE_TEST'), false);
});

test('figures that have a unit say it in their names', async (t) => {
  const place = await readPlace({ root: plant(t, { ...PROC, ...V2 }) });
  const names = namesIn(place).filter((name) => /size|memory|time|usage|rss|heap|throttled|period/i.test(name));
  const counts = ['periods', 'throttledPeriods', 'memory', 'timeouts'];
  assert.deepEqual(
    names.filter((name) => !/(Bytes|Ms|Seconds)$/.test(name) && !counts.includes(name)),
    [],
  );
});

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [name, ...namesIn(each)]);
}
