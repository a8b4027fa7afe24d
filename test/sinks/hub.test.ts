import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHub } from '../../src/sinks/hub.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { finding, stamp } from '../support/events.ts';

interface RecordingSink extends Sink {
  readonly seqs: number[];
  isClosed: boolean;
}

function recordingSink(): RecordingSink {
  return {
    seqs: [],
    isClosed: false,
    write(events) {
      this.seqs.push(...events.map((event) => event.seq));
    },
    async close() {
      this.isClosed = true;
    },
  };
}

function failingSink(error: Error): Sink {
  const fail = (): never => {
    throw error;
  };
  return { write: fail, close: async () => fail() };
}

function batch(firstSeq: number): TraceEvent[] {
  return stamp([finding(), finding()], 'c1', firstSeq);
}

function unexpected(error: unknown): void {
  throw error;
}

test('every sink gets every event, in order', () => {
  const hub = createHub(unexpected);
  const sinks = [recordingSink(), recordingSink()];
  for (const sink of sinks) hub.add(sink);
  hub.publish(batch(1));
  hub.publish(batch(3));
  for (const sink of sinks) assert.deepEqual(sink.seqs, [1, 2, 3, 4]);
});

test('a sink gets what is published while it is in', () => {
  const hub = createHub(unexpected);
  const sink = recordingSink();
  hub.publish(batch(1));
  const remove = hub.add(sink);
  hub.publish(batch(3));
  remove();
  hub.publish(batch(5));
  assert.deepEqual(sink.seqs, [3, 4]);
  assert.equal(sink.isClosed, false);
});

test('a sink that throws is taken out and reported once; the others go on', () => {
  const reports: unknown[] = [];
  const hub = createHub((error, sink) => reports.push(error, sink));
  const bug = new Error('bug');
  const before = recordingSink();
  const failing = failingSink(bug);
  const after = recordingSink();
  for (const sink of [before, failing, after]) hub.add(sink);
  hub.publish(batch(1));
  hub.publish(batch(3));
  assert.deepEqual(reports, [bug, failing]);
  for (const sink of [before, after]) assert.deepEqual(sink.seqs, [1, 2, 3, 4]);
});

test('a sink may leave while it is written to, without another missing an event', () => {
  const hub = createHub(unexpected);
  const remove = hub.add({ write: () => remove(), close: async () => {} });
  const other = recordingSink();
  hub.add(other);
  hub.publish(batch(1));
  hub.publish(batch(3));
  assert.deepEqual(other.seqs, [1, 2, 3, 4]);
});

test('close closes all sinks, one that fails to close included', async () => {
  const reports: unknown[] = [];
  const hub = createHub((error) => reports.push(error));
  const bug = new Error('bug');
  const sink = recordingSink();
  hub.add(failingSink(bug));
  hub.add(sink);
  await hub.close();
  assert.equal(sink.isClosed, true);
  assert.deepEqual(reports, [bug]);
  hub.publish(batch(1));
  assert.deepEqual(sink.seqs, []);
});
