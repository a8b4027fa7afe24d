import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { below, folderWith, parseMembership } from '../../src/place/cgroup-path.ts';
import { plant } from '../support/place-tree.ts';

test('each line of /proc/self/cgroup is a hierarchy', () => {
  const { v1, v2 } = parseMembership('9:name=systemd:/a\n4:cpu,cpuacct:/b:c\n3:memory:/\n0::/d/e\n');
  assert.equal(v2, '/d/e');
  assert.deepEqual(
    [...v1],
    [
      ['cpu', { controllers: 'cpu,cpuacct', path: '/b:c' }],
      ['cpuacct', { controllers: 'cpu,cpuacct', path: '/b:c' }],
      ['memory', { controllers: 'memory', path: '/' }],
    ],
  );
});

test('what is no such line is none', () => {
  for (const text of [undefined, '', 'x', '0::', '0::relative', 'a::/b', '::/b', ':::\n\0']) {
    const { v1, v2 } = parseMembership(text);
    assert.deepEqual([v1.size, v2], [0, undefined], text);
  }
});

test('a path that leads out of the mount is the mount', () => {
  assert.equal(below('/m', '/a/b'), '/m/a/b');
  assert.equal(below('/m', '/'), '/m/');
  assert.equal(below('/m', '/../../etc'), '/m');
  assert.equal(below('/m', '/a..b'), '/m/a..b');
});

test('the first folder that has the file is taken, and the first of all where none has', async (t) => {
  const root = plant(t, { 'b/file': '', 'c/file': '' });
  const [a, b, c] = [join(root, 'a'), join(root, 'b'), join(root, 'c')];
  assert.equal(await folderWith('file', [a, b, c]), b);
  assert.equal(await folderWith('other', [a, b]), a);
});
