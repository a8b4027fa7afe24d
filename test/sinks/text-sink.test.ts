import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Format } from '../../src/formats/format.ts';
import { BASE_BYTES } from '../../src/sinks/estimate.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import { createTextSink, type TextSinkOptions } from '../../src/sinks/text-sink.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { frame, stamp } from '../support/events.ts';

const ping = frame('CLIENT', 'PING', 0, { ping: { opaque: '0102030405060708', ack: false } });

function pings(count: number, firstSeq = 1): TraceEvent[] {
  return stamp(
    Array.from({ length: count }, () => ping),
    'c1',
    firstSeq,
  );
}

/** "1", or "lost 4-6". */
const seqFormat: Format = (event) =>
  event.kind === 'traceLost' ? [`lost ${event.traceLost.firstSeq}-${event.traceLost.lastSeq}`] : [String(event.seq)];

/** What a sink wrote, and a reader that reads only when told. */
interface Slow {
  readonly sink: Sink;
  readonly texts: string[];
  readonly errors: unknown[];
  readonly ended: () => boolean;
  /** The oldest write that has not been answered is done, or failed. */
  settle(error?: Error): Promise<void>;
}

function slowSink(options: Partial<TextSinkOptions> = {}): Slow {
  const texts: string[] = [];
  const errors: unknown[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  let hasEnded = false;
  const sink = createTextSink({
    format: seqFormat,
    write: (text) =>
      new Promise((resolve, reject) => {
        texts.push(text);
        waiting.push((error) => (error === undefined ? resolve() : reject(error)));
      }),
    end: async () => {
      hasEnded = true;
    },
    maxQueuedBytes: 1000 * BASE_BYTES,
    lossReason: 'slow',
    closeTimeoutMs: 5000,
    onError: (error) => errors.push(error),
    ...options,
  });
  const settle = async (error?: Error): Promise<void> => {
    waiting.shift()?.(error);
    await turns(3);
  };
  return { sink, texts, errors, ended: () => hasEnded, settle };
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise((resolve) => setImmediate(resolve));
}

test('nothing is formatted or written while traffic is being handled', () => {
  let formatted = 0;
  const { sink, texts } = slowSink({
    format: () => {
      formatted++;
      return [];
    },
  });
  sink.write(pings(100));
  assert.deepEqual([formatted, texts.length], [0, 0]);
});

test('what comes in one turn of the event loop is one write', async () => {
  const { sink, texts } = slowSink();
  sink.write(pings(2));
  sink.write(pings(1, 3));
  await turns(2);
  assert.deepEqual(texts, ['1\n2\n3\n']);
});

test('one write is under way at a time; what comes meanwhile is the next', async () => {
  const { sink, texts, settle } = slowSink();
  sink.write(pings(1));
  await turns(2);
  sink.write(pings(1, 2));
  await turns(2);
  sink.write(pings(1, 3));
  await turns(2);
  assert.deepEqual(texts, ['1\n']);
  await settle();
  assert.deepEqual(texts, ['1\n', '2\n3\n']);
});

test('a long queue is written in batches, with turns for traffic between them', async () => {
  const { sink, texts, settle } = slowSink({ maxQueuedBytes: 50_000 * BASE_BYTES });
  sink.write(pings(20_000));
  await turns(3);
  await settle();
  assert.deepEqual(
    texts.map((text) => text.split('\n').length - 1),
    [10_485, 9515],
  );
});

test('events that the format has no words for cause no write', async () => {
  const { sink, texts } = slowSink({ format: () => [] });
  sink.write(pings(3));
  await turns(2);
  assert.deepEqual(texts, []);
});

test('a reader that is too slow misses events, and is told which', async () => {
  const { sink, texts, settle } = slowSink({ maxQueuedBytes: 2 * BASE_BYTES });
  sink.write(pings(1));
  await turns(2);
  sink.write(pings(5, 2));
  await settle();
  sink.write(pings(1, 7));
  await settle();
  await settle();
  assert.equal(texts.join(''), '1\n2\n3\nlost 4-6\n7\n');
});

test('close writes what waits, and then ends', async () => {
  const { sink, texts, settle, ended } = slowSink();
  sink.write(pings(1));
  await turns(2);
  sink.write(pings(2, 2));
  const closed = sink.close();
  sink.write(pings(1, 4));
  await turns(2);
  assert.equal(ended(), false);
  await settle();
  await settle();
  await closed;
  assert.equal(texts.join(''), '1\n2\n3\n');
  assert.equal(ended(), true);
});

test('close may be called twice, and ends once', async () => {
  let ends = 0;
  const { sink } = slowSink({
    end: async () => {
      ends++;
    },
  });
  await Promise.all([sink.close(), sink.close()]);
  assert.equal(ends, 1);
});

test('a failed write is reported once and finishes the sink; close still ends', async () => {
  const { sink, texts, errors, ended, settle } = slowSink();
  const full = new Error('disk full');
  sink.write(pings(1));
  await turns(2);
  sink.write(pings(1, 2));
  await settle(full);
  sink.write(pings(1, 3));
  await turns(2);
  await sink.close();
  assert.deepEqual(texts, ['1\n']);
  assert.deepEqual(errors, [full]);
  assert.equal(ended(), true);
});

test('a format with a bug finishes the sink, and nothing else', async () => {
  const bug = new Error('bug');
  const { sink, errors } = slowSink({
    format: () => {
      throw bug;
    },
  });
  sink.write(pings(1));
  await turns(2);
  assert.deepEqual(errors, [bug]);
});

test('close gives up on a reader that does not read, and says so', async () => {
  const { sink, errors } = slowSink({ closeTimeoutMs: 20 });
  sink.write(pings(1));
  await sink.close();
  assert.deepEqual(errors.map(String), ['Error: not all could be written within 20 ms']);
});
