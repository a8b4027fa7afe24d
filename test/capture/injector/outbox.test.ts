import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Outbox } from '../../../src/capture/injector/outbox.ts';
import { toBytes } from '../../support/frames.ts';

function setUp() {
  const writes: string[] = [];
  const state = { mustWait: false };
  const wire = {
    pass: (from: string, bytes: Uint8Array) => void writes.push(`${from} ${Buffer.from(bytes)}`),
    end() {},
  };
  return { writes, state, outbox: new Outbox(wire, 'SERVER', () => state.mustWait) };
}

describe('Outbox', () => {
  test('what is sent in a batch is one write', () => {
    const { writes, outbox } = setUp();
    outbox.batch(() => {
      outbox.forward(toBytes('a'));
      outbox.insert(toBytes('b'));
    });
    outbox.insert(toBytes('c'));
    assert.deepEqual(writes, ['SERVER ab', 'SERVER c']);
  });

  test('frames of ours wait for the end of a frame that is on its way', () => {
    const { writes, state, outbox } = setUp();
    state.mustWait = true;
    outbox.insert(toBytes('ours'));
    assert.equal(outbox.hasWaiting, true);
    outbox.batch(() => {
      outbox.forward(toBytes('rest '));
      state.mustWait = false;
    });
    assert.deepEqual(writes, ['SERVER rest ours']);
    assert.equal(outbox.hasWaiting, false);
  });

  test('closed, it sends what its frames wait for, then them, and nothing after them', () => {
    const { writes, state, outbox } = setUp();
    state.mustWait = true;
    outbox.insert(toBytes('last'));
    outbox.close();
    outbox.forward(toBytes('rest '));
    outbox.batch(() => {
      outbox.forward(toBytes('end '));
      state.mustWait = false;
      outbox.release();
      outbox.forward(toBytes('next'));
    });
    assert.deepEqual(writes, ['SERVER rest ', 'SERVER end last']);
  });

  test('frames of ours keep their order', () => {
    const { writes, state, outbox } = setUp();
    state.mustWait = true;
    outbox.insert(toBytes('1'));
    outbox.batch(() => {
      outbox.forward(toBytes('rest '));
      state.mustWait = false;
      outbox.insert(toBytes('2'));
    });
    assert.deepEqual(writes, ['SERVER rest 12']);
  });

  test('closed, it sends what it has, and nothing after it', () => {
    const { writes, outbox } = setUp();
    outbox.batch(() => {
      outbox.forward(toBytes('last'));
      outbox.close();
      outbox.forward(toBytes('more'));
      outbox.insert(toBytes('frame'));
    });
    assert.deepEqual(writes, ['SERVER last']);
  });
});
