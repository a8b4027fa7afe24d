import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { PingFlood } from '../../../src/capture/injector/ping-flood.ts';

describe('PingFlood', () => {
  test('all at once', () => {
    const sent: number[] = [];
    new PingFlood((number) => sent.push(number)).start(3, 0);
    assert.deepEqual(sent, [1, 2, 3]);
  });

  test('so far apart, and no more than so many', () => {
    mock.timers.enable({ apis: ['setInterval'] });
    const sent: number[] = [];
    new PingFlood((number) => sent.push(number)).start(2, 10);
    mock.timers.tick(9);
    assert.deepEqual(sent, []);
    mock.timers.tick(100);
    assert.deepEqual(sent, [1, 2]);
    mock.timers.reset();
  });

  test('it stops, and a new one takes its place with numbers of its own', () => {
    mock.timers.enable({ apis: ['setInterval'] });
    const sent: number[] = [];
    const flood = new PingFlood((number) => sent.push(number));
    flood.start(100, 10);
    mock.timers.tick(10);
    flood.start(1, 0);
    flood.stop();
    mock.timers.tick(100);
    assert.deepEqual(sent, [1, 2]);
    mock.timers.reset();
  });
});
