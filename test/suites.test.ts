import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

const TESTS = new URL('.', import.meta.url);

/** What `npm test` runs a file at a time, since these tests count what a process holds, and what it does not run. */
const BY_FILE = ['e2e', 'interop'];

test('every folder of tests has its suite, without which npm test does not run it', () => {
  const folders = readdirSync(TESTS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const tested = folders.map(({ name }) => name).filter((name) => name !== 'suites' && !BY_FILE.includes(name));
  const suites = readdirSync(new URL('suites/', TESTS)).map((file) => file.replace(/\.ts$/, ''));
  assert.deepEqual(suites.sort(), tested.sort());
});
