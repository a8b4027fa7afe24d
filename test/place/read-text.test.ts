import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MAX_FILE_BYTES, readText } from '../../src/place/read-text.ts';
import { plant } from '../support/place-tree.ts';

test('a file up to the limit is read whole, a longer one not at all', async (t) => {
  const most = 'x'.repeat(MAX_FILE_BYTES);
  const root = plant(t, { empty: '', most, more: `${most}y`, huge: most.repeat(100) });
  assert.equal(await readText(join(root, 'empty')), '');
  assert.equal(await readText(join(root, 'most')), most);
  assert.equal(await readText(join(root, 'more')), undefined);
  assert.equal(await readText(join(root, 'huge')), undefined);
});

test('what is not there, or is no file, is no text', async (t) => {
  const root = plant(t, {});
  mkdirSync(join(root, 'folder'));
  for (const path of ['missing', 'folder', 'missing/below', 'a\0b']) {
    assert.equal(await readText(join(root, path)), undefined, path);
  }
});
