import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';

import { loadAdminToken } from '../../src/app/admin-token.ts';
import { ConfigError } from '../../src/cli/config-error.ts';

const TOKEN = 'correct-horse-battery';
const NEXT = 'staple-staple-staple';

suite('the token of the admin API', () => {
  let path = '';
  before(() => {
    path = join(mkdtempSync(join(tmpdir(), 'admin-token-')), 'token');
  });
  after(() => rmSync(join(path, '..'), { recursive: true }));

  const noLog = (line: string) => assert.fail(line);

  test('is what the flag says', async () => {
    const { token, refresh, follow } = await loadAdminToken({ kind: 'VALUE', value: TOKEN }, noLog);
    await refresh();
    follow()();
    assert.ok(token.matches(TOKEN));
  });

  test('is what the file has, without the line break at its end', async () => {
    for (const end of ['', '\n', '\r\n']) {
      writeFileSync(path, `${TOKEN}${end}`);
      const { token } = await loadAdminToken({ kind: 'FILE', path }, noLog);
      assert.ok(token.matches(TOKEN), JSON.stringify(end));
    }
  });

  test('a file that has none is refused by its name, with nothing of what it has', async () => {
    for (const content of ['', 'hush\n', `${TOKEN}\n\n`, `hush ${TOKEN}`, 'hush'.repeat(100_000), 'hüsh'.repeat(9)]) {
      writeFileSync(path, content);
      await assert.rejects(
        loadAdminToken({ kind: 'FILE', path }, noLog),
        (error) =>
          error instanceof ConfigError &&
          error.message.startsWith(`--admin-token-file ${path}: it has`) &&
          !/h.sh|correct/.test(error.message),
      );
    }
    const missing = `${path}-missing`;
    await assert.rejects(loadAdminToken({ kind: 'FILE', path: missing }, noLog), {
      constructor: ConfigError,
      message: new RegExp(`^--admin-token-file ${missing}: ENOENT`),
    });
  });

  test('follows the file; while that has none, it stays what it was, and the log says so once', async () => {
    const log: string[] = [];
    writeFileSync(path, TOKEN);
    const { token, refresh } = await loadAdminToken({ kind: 'FILE', path }, (line) => log.push(line));
    writeFileSync(path, `${NEXT}\n`);
    await refresh();
    assert.deepEqual([token.matches(TOKEN), token.matches(NEXT)], [false, true]);
    writeFileSync(path, 'hush');
    await refresh();
    await refresh();
    assert.ok(token.matches(NEXT));
    assert.deepEqual(log, [
      `error: --admin-token-file ${path}: it has 4 characters: expected 16 to 1024; the token stays the one that it was`,
    ]);
    writeFileSync(path, TOKEN);
    await refresh();
    assert.ok(token.matches(TOKEN));
    rmSync(path);
    await refresh();
    assert.equal(log.length, 2);
  });

  test('is read again from time to time, and so found out', async (context) => {
    writeFileSync(path, TOKEN);
    context.mock.timers.enable({ apis: ['setInterval'] });
    const { token, follow } = await loadAdminToken({ kind: 'FILE', path }, noLog);
    const unfollow = follow();
    writeFileSync(path, NEXT);
    context.mock.timers.tick(10_000);
    while (!token.matches(NEXT)) await new Promise((resolve) => setImmediate(resolve));
    unfollow();
  });
});
