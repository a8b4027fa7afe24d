/** A terminal that nobody reads: script(1) has one, and stops reading it when nobody reads script. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { scratchFolder } from '../support/interop/scratch.ts';

const READY = /^(\d+)$[\s\S]*ready: .*http (127\.0\.0\.1:\d+)/m;
const REQUESTS = 300;
const PATIENCE_MS = 20_000;

async function until<T>(what: string, look: () => T | null | undefined): Promise<T> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(20)) {
    const seen = look();
    if (seen !== null && seen !== undefined) return seen;
  }
  return assert.fail(`waited ${PATIENCE_MS} ms for ${what}`);
}

describe('serve on a terminal that is held', () => {
  const scratch = scratchFolder();
  after(scratch.remove);

  test('answers all the same, and ends when it is asked to', async () => {
    const log = scratch.path('log');
    const serve = `"${process.execPath}" dist/main.js serve --host 127.0.0.1 --grpc-port 0 --http-port 0 --admin-port 0 --log pretty`;
    const terminal = spawn('script', ['-qfc', `echo $$ >"${log}"; exec ${serve} 2>>"${log}"`, '/dev/null'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [, pid = '', at = ''] = await until('the ready line', () => READY.exec(readLog(log)));
    try {
      for (let n = 0; n < REQUESTS; n++) {
        const response = await fetch(`http://${at}/echo`, { signal: AbortSignal.timeout(PATIENCE_MS) });
        assert.equal(response.status, 200);
        await response.arrayBuffer();
      }
      process.kill(Number(pid), 'SIGTERM');
      await until('the end', () => /^stopped$/m.exec(readLog(log)));
      assert.match(readLog(log), /^error: stdout: .* not all could be written/m);
    } finally {
      terminal.stdout.resume();
      terminal.kill();
    }
  });
});

function readLog(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
