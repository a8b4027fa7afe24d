import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { createPrettyFormat } from '../../src/formats/pretty.ts';
import { createConsoleSink } from '../../src/sinks/console.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { finding, stamp, unaryCall } from '../support/events.ts';

const format = createPrettyFormat({ colour: false, time: 'CLOCK' });

function call(firstSeq = 1): TraceEvent[] {
  return stamp(unaryCall(), 'c1', firstSeq);
}

function unexpected(error: unknown): void {
  throw error;
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise((resolve) => setImmediate(resolve));
}

/** A stream that calls back when `next` is called. */
class HeldStream extends Writable {
  readonly chunks: string[] = [];
  #done: ((error?: Error) => void) | undefined;

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.chunks.push(String(chunk));
    this.#done = done;
  }

  async next(error?: Error): Promise<void> {
    this.#done?.(error);
    await turns(3);
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(`write ${code}`), { code });
}

test('the lines of a batch are one write, and the stream stays open', async () => {
  const stream = new HeldStream();
  const sink = createConsoleSink({ stream, format, onError: unexpected });
  sink.write(call());
  await turns(2);
  await stream.next();
  await sink.close();
  assert.equal(stream.chunks.length, 1);
  assert.equal(stream.chunks[0]?.split('\n').length, 22);
  assert.equal(stream.writable, true);
});

test('a stream that is backed up costs events, not memory, and the loss is told in the same format', async () => {
  const stream = new HeldStream();
  const sink = createConsoleSink({ stream, format, onError: unexpected, maxQueuedBytes: 3000 });
  sink.write(stamp([finding()]));
  await turns(2);
  const held = stream.writableLength;
  for (let n = 0; n < 100; n++) sink.write(stamp([finding(), finding()], 'c1', 2 + 2 * n));
  await turns(2);
  assert.equal(stream.writableLength, held);
  await stream.next();
  await stream.next();
  await stream.next();
  await sink.close();
  const text = stream.chunks.join('');
  const shown = text.match(/ {4}finding /g)?.length ?? 0;
  const lost =
    / trace lost +dropped (\d+) events \(seq (\d+)-201\): the reader of the console is slower than the trace$/m.exec(
      text,
    );
  assert.equal(shown + Number(lost?.[1]), 201);
  assert.equal(Number(lost?.[2]), shown + 1);
});

test('a reader that leaves ends the sink quietly', async () => {
  const stream = new HeldStream();
  const sink = createConsoleSink({ stream, format, onError: unexpected });
  sink.write(call());
  await turns(2);
  await stream.next(systemError('EPIPE'));
  sink.write(call(10));
  await turns(2);
  await sink.close();
  assert.equal(stream.chunks.length, 1);
});

test('a stream that was destroyed by somebody else ends the sink quietly', async () => {
  const stream = new HeldStream();
  const sink = createConsoleSink({ stream, format, onError: unexpected });
  sink.write(call());
  await turns(2);
  await stream.next();
  stream.destroy();
  sink.write(call(10));
  await turns(2);
  await sink.close();
  assert.equal(stream.chunks.length, 1);
});

test('a real pipe whose reader does not read holds up nothing, and ends quietly when it leaves', async () => {
  const reader = spawn(process.execPath, ['-e', 'setTimeout(() => process.exit(), 300)'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const left = once(reader, 'exit');
  const sink = createConsoleSink({ stream: reader.stdin, format, onError: unexpected });
  for (let n = 0; n < 300; n++) {
    sink.write(call(1 + 9 * n));
    await turns(1);
  }
  assert.ok(reader.stdin.writableLength > 0);
  await left;
  await sink.close();
});

test('another error is reported once', async () => {
  const errors: unknown[] = [];
  const stream = new HeldStream();
  const sink = createConsoleSink({ stream, format, onError: (error) => errors.push(error) });
  const broken = systemError('EIO');
  sink.write(call());
  await turns(2);
  await stream.next(broken);
  sink.write(call(10));
  await sink.close();
  assert.deepEqual(errors, [broken]);
});
