import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProcess } from '../../src/place/process-figures.ts';
import { changed, PROC, plant } from '../support/place-tree.ts';

test('this process is told in bytes and seconds', async (t) => {
  const figures = await readProcess(plant(t, PROC));
  assert.equal(figures.pid, process.pid);
  assert.deepEqual(figures.versions, {
    node: process.versions.node,
    v8: process.versions.v8,
    openssl: process.versions.openssl,
    nghttp2: process.versions.nghttp2,
  });
  const { residentBytes, heapUsedBytes, heapTotalBytes, heapLimitBytes, externalBytes, uptimeSeconds } = figures;
  assert.ok(heapUsedBytes > 1_000_000 && heapUsedBytes < heapTotalBytes && heapTotalBytes < heapLimitBytes);
  assert.ok(residentBytes > heapUsedBytes && externalBytes > 0 && uptimeSeconds > 0);
  assert.ok(figures.cpuUserSeconds > 0 && figures.cpuUserSeconds < 3600 && figures.availableCpus >= 1);
});

test('open files are those in /proc/self/fd but the folder itself, and their limit is the soft one', async (t) => {
  const { openFiles, maxOpenFiles } = await readProcess(plant(t, PROC));
  assert.deepEqual([openFiles, maxOpenFiles], [3, 20_000]);
});

test('a limit may be none, or not be told', async (t) => {
  const limits = (text: string) => plant(t, changed(PROC, { 'proc/self/limits': text }));
  const unlimited = 'Max open files            unlimited            unlimited            files\n';
  assert.equal((await readProcess(limits(unlimited))).maxOpenFiles, 'max');
  for (const text of ['', 'Max open files\n', 'Max open files  -1  -1  files', 'x'.repeat(1_000_000)]) {
    assert.equal((await readProcess(limits(text))).maxOpenFiles, undefined, text.slice(0, 40));
  }
});

test('without /proc, open files and their limit are not there', async (t) => {
  const figures = await readProcess(plant(t, {}));
  assert.equal('openFiles' in figures || 'maxOpenFiles' in figures, false);
});
