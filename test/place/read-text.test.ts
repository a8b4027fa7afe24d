import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MAX_FILE_BYTES, readStart, readText } from '../../src/place/read-text.ts';
import { plant } from '../support/place-tree.ts';

test('a file up to the limit is read whole, a longer one not at all', async (t) => {
  const most = 'x'.repeat(MAX_FILE_BYTES);
  const root = plant(t, { empty: '', most, more: `${most}y`, huge: most.repeat(100) });
  assert.equal(await readText(join(root, 'empty')), '');
  assert.equal(await readText(join(root, 'most')), most);
  assert.equal(await readText(join(root, 'more')), undefined);
  assert.equal(await readText(join(root, 'huge')), undefined);
});

test('of a list that is longer than the limit the start can be had, and that it is one', async (t) => {
  const most = 'x'.repeat(MAX_FILE_BYTES);
  const root = plant(t, { most, huge: `${most}y`.repeat(100) });
  assert.deepEqual(await readStart(join(root, 'most')), { text: most, isWhole: true });
  assert.deepEqual(await readStart(join(root, 'huge')), { text: most, isWhole: false });
  assert.equal(await readStart(join(root, 'missing')), undefined);
});

test('what is not there, or is no file, is no text', async (t) => {
  const root = plant(t, {});
  mkdirSync(join(root, 'folder'));
  for (const path of ['missing', 'folder', 'missing/below', 'a\0b']) {
    assert.equal(await readText(join(root, path)), undefined, path);
  }
});
