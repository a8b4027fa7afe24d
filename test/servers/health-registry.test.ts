import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createHealthRegistry, MAX_WATCHERS, type Watcher, WHOLE_SERVER } from '../../src/servers/health-registry.ts';

function transcript(): Watcher & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    onStatus: (status) => lines.push(status ?? 'unknown'),
    onShutdown: () => lines.push('shutdown'),
  };
}

test('every service and the server as a whole start out as SERVING', () => {
  const registry = createHealthRegistry(['a']);
  assert.deepEqual(Object.fromEntries(registry.statuses()), { [WHOLE_SERVER]: 'SERVING', a: 'SERVING' });
  assert.equal(registry.statusOf('b'), undefined);
});

test('a watcher gets the status at once, and then the changes of its service', () => {
  const registry = createHealthRegistry(['a', 'b']);
  const watcher = transcript();
  registry.watch('a', watcher);
  registry.set('b', 'NOT_SERVING');
  registry.set('a', 'NOT_SERVING');
  registry.set('a', 'NOT_SERVING');
  registry.setAll('SERVING');
  assert.deepEqual(watcher.lines, ['SERVING', 'NOT_SERVING', 'SERVING']);
});

test('a watcher of a service that does not exist learns when it does', () => {
  const registry = createHealthRegistry([]);
  const watcher = transcript();
  registry.watch('later', watcher);
  registry.set('later', 'SERVING');
  assert.deepEqual(watcher.lines, ['unknown', 'SERVING']);
});

test('a watcher that has stopped hears no more, and makes room', () => {
  const registry = createHealthRegistry(['a']);
  const watcher = transcript();
  const stop = registry.watch('a', watcher);
  for (let i = 1; i < MAX_WATCHERS; i++) assert.notEqual(registry.watch(`peer's choice ${i}`, transcript()), undefined);
  assert.equal(registry.watch('a', transcript()), undefined);
  stop?.();
  registry.set('a', 'NOT_SERVING');
  assert.deepEqual(watcher.lines, ['SERVING']);
  assert.notEqual(registry.watch('a', transcript()), undefined);
});

test('a shutdown says NOT_SERVING for good, and ends every watch', () => {
  const registry = createHealthRegistry(['a']);
  const before = transcript();
  registry.watch('a', before);
  registry.shutdown();
  assert.equal(registry.isShutDown, true);
  registry.setAll('SERVING');
  const after = transcript();
  registry.watch('a', after);
  assert.deepEqual(before.lines, ['SERVING', 'NOT_SERVING', 'shutdown']);
  assert.deepEqual(after.lines, ['NOT_SERVING', 'shutdown']);
  assert.equal(registry.statusOf('a'), 'NOT_SERVING');
});
