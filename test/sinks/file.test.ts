import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { openFileSink } from '../../src/sinks/file.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { stamp, unaryCall } from '../support/events.ts';

const directory = mkdtempSync(join(tmpdir(), 'trace-file-'));
after(() => rmSync(directory, { recursive: true }));

function calls(count: number): TraceEvent[] {
  return stamp(Array.from({ length: count }, unaryCall).flat());
}

function unexpected(error: unknown): void {
  throw error;
}

/** The events of a trace file. @throws where a line is not JSON */
function eventsOf(path: string): { readonly seq: number; readonly traceLost?: { readonly dropped: number } }[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  assert.equal(lines.pop(), '');
  return lines.map((line) => JSON.parse(line));
}

test('every event is a line, in order, for its owner only', async () => {
  const path = join(directory, 'trace.ndjson');
  const sink = await openFileSink({ path, onError: unexpected });
  const events = calls(3);
  for (const event of events) sink.write([event]);
  await sink.close();
  assert.deepEqual(
    eventsOf(path).map(({ seq }) => seq),
    events.map(({ seq }) => seq),
  );
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('20,000 calls at once: no event is lost', async () => {
  const path = join(directory, 'load.ndjson');
  const sink = await openFileSink({ path, onError: unexpected });
  const events = calls(20_000);
  for (let n = 0; n < events.length; n += 90) sink.write(events.slice(n, n + 90));
  await sink.close();
  const lines = readFileSync(path, 'utf8').split('\n');
  assert.equal(lines.length, 180_001);
  for (const [n, line] of lines.slice(0, -1).entries()) assert.ok(line.startsWith(`{"seq":${n + 1},`));
});

test('a restart goes on where the last run ended', async () => {
  const path = join(directory, 'again.ndjson');
  writeFileSync(path, '{"seq":77}\n');
  const sink = await openFileSink({ path, onError: unexpected });
  sink.write(calls(1).slice(0, 2));
  await sink.close();
  assert.deepEqual(
    eventsOf(path).map(({ seq }) => seq),
    [77, 1, 2],
  );
});

test('with too little room, written and dropped together are all', async () => {
  const path = join(directory, 'lossy.ndjson');
  const sink = await openFileSink({ path, onError: unexpected, maxQueuedBytes: 20_000 });
  const events = calls(500);
  for (let n = 0; n < events.length; n += 50) {
    sink.write(events.slice(n, n + 50));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await sink.close();
  const lines = eventsOf(path);
  const dropped = lines.reduce((sum, { traceLost }) => sum + (traceLost?.dropped ?? 0), 0);
  const written = lines.filter(({ traceLost }) => traceLost === undefined).length;
  assert.ok(dropped > 0 && written > 0);
  assert.equal(dropped + written, events.length);
  for (const [n, { seq }] of lines.entries()) assert.ok(seq > (lines[n - 1]?.seq ?? 0));
});

test('a path that cannot be opened is the error of the one who asked', async () => {
  await assert.rejects(openFileSink({ path: directory, onError: unexpected }), { code: 'EISDIR' });
  const path = join(directory, 'missing', 'trace.ndjson');
  await assert.rejects(openFileSink({ path, onError: unexpected }), { code: 'ENOENT' });
});

test('a full disk is reported once, and writing goes on as if nothing were', async () => {
  const errors: unknown[] = [];
  const sink = await openFileSink({ path: '/dev/full', onError: (error) => errors.push(error) });
  for (let n = 0; n < 5; n++) {
    sink.write(calls(1));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await sink.close();
  assert.deepEqual(
    errors.map((error) => (error instanceof Error && 'code' in error ? error.code : error)),
    ['ENOSPC'],
  );
});

test('a named pipe that nobody reads is an error, and not a server that waits', async () => {
  const path = join(directory, 'unread');
  execFileSync('mkfifo', [path]);
  await assert.rejects(openFileSink({ path, onError: unexpected }), {
    code: 'ENXIO',
    message: /start its reader first$/,
  });
});

test('a named pipe whose reader is slow gets every event when it reads', async () => {
  const path = join(directory, 'slow');
  execFileSync('mkfifo', [path]);
  const reader = new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false });
  const sink = await openFileSink({ path, onError: unexpected });
  const events = calls(500);
  sink.write(events);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const text = buffer(reader);
  await sink.close();
  assert.equal((await text).toString().split('\n').length, events.length + 1);
});

test('a named pipe whose reader leaves is reported once', async () => {
  const path = join(directory, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, 'r+');
  const errors: unknown[] = [];
  const sink = await openFileSink({ path, onError: (error) => errors.push(error) });
  sink.write(calls(1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  closeSync(reader);
  sink.write(calls(1));
  await sink.close();
  assert.deepEqual(
    errors.map((error) => (error instanceof Error && 'code' in error ? error.code : error)),
    ['EPIPE'],
  );
});
