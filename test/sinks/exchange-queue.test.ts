import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createExchangeQueue, EXCHANGE_BYTES, isEnded } from '../../src/sinks/exchange-queue.ts';
import { endedExchange } from '../support/exchanges.ts';

const bare = (streamId: number) => endedExchange({ streamId, path: '', authority: '' });

test('exchanges leave in the order they came, as many as are wanted', () => {
  const queue = createExchangeQueue(10 * EXCHANGE_BYTES);
  for (const streamId of [1, 3, 5]) assert.equal(queue.push(bare(streamId)), true);
  const ids = (count: number) => queue.take(count).map(({ streamId }) => streamId);
  assert.deepEqual([ids(2), queue.size, ids(9), queue.size], [[1, 3], 1, [5], 0]);
});

test('what does not fit is refused until there is room', () => {
  const queue = createExchangeQueue(2 * EXCHANGE_BYTES);
  assert.deepEqual([queue.push(bare(1)), queue.push(bare(3)), queue.push(bare(5))], [true, true, false]);
  queue.take(1);
  assert.equal(queue.push(bare(5)), true);
  queue.clear();
  assert.deepEqual([queue.size, queue.push(bare(7)), queue.push(bare(9))], [0, true, true]);
});

test('texts weigh what they are long', () => {
  const queue = createExchangeQueue(EXCHANGE_BYTES + 100);
  assert.equal(queue.push(endedExchange({ path: 'x'.repeat(101), authority: '' })), false);
  const grpcStatus = { code: 5, name: 'NOT_FOUND', message: 'x'.repeat(51) };
  assert.equal(queue.push(endedExchange({ path: '', authority: '', end: { grpcStatus } })), false);
  assert.equal(queue.push(endedExchange({ path: 'x'.repeat(50), authority: 'x'.repeat(50) })), true);
});

test('an exchange is over when it has its end', () => {
  const { end: _, ...open } = endedExchange();
  assert.deepEqual([isEnded(open), isEnded(endedExchange())], [false, true]);
});
