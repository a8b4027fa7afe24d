import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { readWebView } from '../../../../src/servers/admin/web/files.ts';
import { type BuiltFolder, buildFolder, PAGE, SCRIPT } from './support.ts';

suite('the files of the web view', () => {
  let folder: BuiltFolder;
  beforeEach(() => {
    folder = buildFolder();
  });
  afterEach(() => folder.remove());

  test('are the page and what it loads: no links, no folders, no types that a page has no use for', () => {
    const web = readWebView(folder.path);
    assert.equal(String(web?.page.content), PAGE);
    const types = [...(web?.assets ?? [])].map(([name, { contentType }]) => `${name}: ${contentType}`);
    assert.deepEqual(types.sort(), [
      'icon-789abc.svg: image/svg+xml',
      'index-abc123.js: text/javascript; charset=utf-8',
      'index-def456.css: text/css; charset=utf-8',
    ]);
  });

  test('are compressed when somebody asks for that, and once', async () => {
    const script = readWebView(folder.path)?.assets.get('index-abc123.js');
    const [one, other] = await Promise.all([script?.gzipped(), script?.gzipped()]);
    assert.equal(one, other);
    assert.equal(String(gunzipSync(one ?? '')), SCRIPT);
  });

  test('are none where nothing is built', () => {
    assert.equal(readWebView(join(folder.path, 'nowhere')), undefined);
    assert.equal(readWebView(join(folder.path, 'assets')), undefined);
  });

  test('of a page alone are that page', () => {
    const path = join(folder.path, 'alone');
    mkdirSync(path);
    writeFileSync(join(path, 'index.html'), '');
    assert.equal(readWebView(path)?.assets.size, 0);
  });

  test('a folder that has more than a web view is refused', () => {
    for (let n = 0; n < 100; n++) writeFileSync(join(folder.path, 'assets', `${n}.js`), '');
    assert.throws(() => readWebView(folder.path), /assets has 103 files: expected those of the web view, up to 100$/);
    folder.remove();
    folder = buildFolder();
    writeFileSync(join(folder.path, 'assets', 'large.js'), Buffer.alloc(8 * 1024 * 1024));
    assert.throws(() => readWebView(folder.path), / bytes: expected the web view, up to 8388608$/);
  });
});
