import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_OPEN_STREAMS, StreamTable } from '../../src/trace/stream-table.ts';

test('RFC 9113 §5.1.1: the ids of each side only grow', () => {
  const streams = new StreamTable();
  assert.ok(streams.isNew(1) && streams.isNew(2) && !streams.isNew(0));
  streams.open(5, 0, 1, 1);
  streams.open(2, 0, 1, 1);
  assert.deepEqual(
    [1, 3, 5, 7].map((id) => streams.isNew(id)),
    [false, false, false, true],
  );
  assert.deepEqual(
    [2, 4, 2 ** 31 - 2, 2 ** 31 - 1].map((id) => streams.isNew(id)),
    [false, true, true, true],
  );
});

test('a stream that is closed is not open again', () => {
  const streams = new StreamTable();
  const stream = streams.open(1, 500, 10, 20);
  assert.deepEqual([stream?.openedAt, stream?.client.window, stream?.server.window], [500, 10, 20]);
  assert.equal(streams.get(1), stream);
  streams.close(1);
  assert.deepEqual([streams.get(1), streams.isNew(1), [...streams.all()], streams.opened], [undefined, false, [], 1]);
});

test('follows so many at once and no more, and counts all', () => {
  const streams = new StreamTable();
  for (let n = 0; n < MAX_OPEN_STREAMS; n++) assert.ok(streams.open(2 * n + 1, 0, 0, 0));
  const next = 2 * MAX_OPEN_STREAMS + 1;
  assert.equal(streams.open(next, 0, 0, 0), undefined);
  assert.equal([...streams.all()].length, MAX_OPEN_STREAMS);
  streams.close(1);
  assert.ok(streams.open(next + 2, 0, 0, 0));
  assert.equal(streams.opened, MAX_OPEN_STREAMS + 2);
});

test('streams are found whatever their distance, also when others of the same low bits come and go', () => {
  const streams = new StreamTable();
  const ids = Array.from({ length: 2_000 }, (_, n) => 2 * n + 1);
  const opened = new Map(ids.map((id) => [id, streams.open(id, 0, 0, 0)]));
  const kept = ids.filter((id) => id % 3 === 0);
  for (const id of ids) if (!kept.includes(id)) streams.close(id);
  for (const id of ids) assert.equal(streams.get(id), kept.includes(id) ? opened.get(id) : undefined, `stream ${id}`);
  assert.deepEqual(
    streams.all().map(({ id }) => id),
    kept,
  );
  streams.close(1);
  for (const id of kept) streams.close(id);
  assert.deepEqual(streams.all(), []);
});
