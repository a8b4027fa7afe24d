import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { ABANDON_AFTER_MS, AbandonedStreams } from '../../../src/capture/injector/abandoned-streams.ts';
import { frames, GRPC_HEAD, Session, stageOf } from './support.ts';

describe('AbandonedStreams', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  test('the server is told of streams that it does not end in time, once', () => {
    const told: number[] = [];
    const abandoned = new AbandonedStreams((streamId) => told.push(streamId));
    for (const streamId of [1, 3, 1]) abandoned.add(streamId);
    abandoned.delete(3);
    mock.timers.tick(ABANDON_AFTER_MS - 1);
    assert.deepEqual(told, []);
    mock.timers.tick(1);
    assert.deepEqual(told, [1]);
    mock.timers.tick(10 * ABANDON_AFTER_MS);
    assert.deepEqual(told, [1]);
  });

  test('and of none when the connection is over', () => {
    const abandoned = new AbandonedStreams(() => assert.fail('told'));
    abandoned.add(1);
    abandoned.clear();
    mock.timers.tick(ABANDON_AFTER_MS);
  });

  test('of the streams of a connection it hears of those whose answer goes on', () => {
    const session = new Session().open();
    const stage = stageOf('BEFORE_HEADERS');
    for (const streamId of [1, 3, 5]) {
      session.request(streamId);
      session.injector.arm(streamId, [{ kind: 'RST_STREAM', scope: 'STREAM', stage, errorCode: 8 }]);
    }
    session.answer(1);
    session.says('SERVER', session.block(3, GRPC_HEAD), session.block(5, GRPC_HEAD), frames.rst(5, 'CANCEL'));
    session.server.lines.length = 0;
    mock.timers.tick(ABANDON_AFTER_MS);
    assert.deepEqual(session.server.lines, ['RST_STREAM 3 CANCEL']);
  });
});
