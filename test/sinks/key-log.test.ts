import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openKeyLog } from '../../src/sinks/key-log.ts';

const directory = mkdtempSync(join(tmpdir(), 'key-log-'));
after(() => rmSync(directory, { recursive: true }));

function unexpected(error: unknown): void {
  throw error;
}

test('lines are appended as they are, for the owner only', async () => {
  const path = join(directory, 'keys');
  const log = await openKeyLog({ path, onError: unexpected });
  const line = Buffer.from('CLIENT_RANDOM 01 02\n');
  log.write(line);
  line.fill('x');
  await log.close();
  assert.equal(readFileSync(path, 'utf8'), 'CLIENT_RANDOM 01 02\n');
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a restart keeps the keys of the last run', async () => {
  const path = join(directory, 'again');
  writeFileSync(path, 'CLIENT_RANDOM 00 00\n');
  const log = await openKeyLog({ path, onError: unexpected });
  log.write(Buffer.from('CLIENT_RANDOM 01 02\n'));
  await log.close();
  assert.equal(readFileSync(path, 'utf8').split('\n').length, 3);
});

test('lines that have no place are counted in a comment', async () => {
  const path = join(directory, 'lossy');
  const log = await openKeyLog({ path, onError: unexpected, maxQueuedBytes: 10 });
  for (let n = 0; n < 5; n++) log.write(Buffer.from(`${n} 34567\n`));
  await log.close();
  assert.equal(readFileSync(path, 'utf8'), '0 34567\n# 4 lines are missing: the disk was slower than the handshakes\n');
});

test('a path that cannot be opened is the error of the one who asked', async () => {
  await assert.rejects(openKeyLog({ path: directory, onError: unexpected }), { code: 'EISDIR' });
});
