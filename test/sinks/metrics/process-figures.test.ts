import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processFamilies, readOpenFiles } from '../../../src/sinks/metrics/process-figures.ts';

function figureOf(name: string, openFiles = {}): number | undefined {
  const family = processFamilies(() => openFiles).find((each) => each.name === name);
  return family?.collect()[0]?.value;
}

test('memory and heap are those of this process', () => {
  const resident = figureOf('process_resident_memory_bytes') ?? 0;
  const total = figureOf('nodejs_heap_size_total_bytes') ?? 0;
  const used = figureOf('nodejs_heap_size_used_bytes') ?? 0;
  assert.ok(used > 0 && used <= total && total < resident, `${used} ${total} ${resident}`);
});

test('the start is a time in seconds, before now', () => {
  const start = figureOf('process_start_time_seconds') ?? 0;
  assert.ok(start <= Date.now() / 1000 && start > 1_700_000_000);
});

test('CPU time and the time of the event loop only grow', () => {
  for (const name of ['process_cpu_seconds_total', 'nodejs_eventloop_active_seconds_total']) {
    const before = figureOf(name) ?? Number.NaN;
    assert.ok((figureOf(name) ?? 0) >= before, name);
  }
});

test('open files are those that were read; what is not known has no sample', () => {
  assert.equal(figureOf('process_open_fds', { open: 12, max: 1024 }), 12);
  assert.equal(figureOf('process_max_fds', { open: 12, max: 1024 }), 1024);
  assert.equal(figureOf('process_open_fds'), undefined);
});

test('where there is /proc there are open files, fewer than there may be', async () => {
  const { open = 3, max = Number.POSITIVE_INFINITY } = await readOpenFiles();
  assert.ok(open >= 3 && open < max, `${open} of ${max}`);
});
