import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Connections } from '../../src/capture/connections.ts';
import { UntracedConnection } from '../../src/capture/untraced-connection.ts';
import { OPENED } from '../support/script.ts';

const clock = () => 5_000;
const END = { endedBy: 'CLIENT', how: 'FIN' } as const;

function opened(count: number) {
  const closed: string[] = [];
  const connections = new Connections(clock, (conn) => closed.push(conn));
  const ids = Array.from({ length: count }, (_, n) => `c${n + 1}`);
  const observers = ids.map((id) => connections.add(id, new UntracedConnection(id, OPENED, 1_000, clock)));
  return { connections, observers, closed };
}

describe('Connections', () => {
  test('lists those that are open, the newest first, and behind them those that closed, the last first', () => {
    const { connections, observers, closed } = opened(4);
    observers[1]?.end(END);
    observers[0]?.end(END);
    assert.deepEqual(
      connections.summaries().map(({ conn, closed: end }) => [conn, end?.how]),
      [
        ['c4', undefined],
        ['c3', undefined],
        ['c1', 'FIN'],
        ['c2', 'FIN'],
      ],
    );
    assert.deepEqual(closed, ['c2', 'c1']);
  });

  test('tells of one, open or closed; of none that never was', () => {
    const { connections, observers } = opened(2);
    observers[0]?.end(END);
    assert.equal(connections.state('c1')?.summary.closed?.endedBy, 'CLIENT');
    assert.equal(connections.state('c2')?.summary.closed, undefined);
    assert.equal(connections.state('c3'), undefined);
  });

  test('of those that closed the last 1,000 are kept', () => {
    const { connections, observers } = opened(1_002);
    for (const observer of observers) observer.end(END);
    assert.equal(connections.summaries().length, 1_000);
    assert.deepEqual([connections.state('c2'), connections.state('c3')?.summary.conn], [undefined, 'c3']);
  });
});

test('a connection that nobody reads: who, when, and how many bytes passed', () => {
  const connection = new UntracedConnection('c1', OPENED, 1_000, clock);
  connection.chunk('CLIENT', new Uint8Array(3));
  connection.chunk('SERVER', new Uint8Array(5));
  connection.chunk('SERVER', new Uint8Array(5));
  const open = connection.summary(2_000);
  assert.deepEqual([open.recording, open.ageMs, open.clientBytes, open.serverBytes], ['UNTRACED', 1, 3, 10]);
  assert.equal(open.closed, undefined);
  connection.end(END);
  assert.deepEqual(connection.state(9_000).summary.closed, {
    ...END,
    frames: [],
    streams: 0,
    clientBytes: 3,
    serverBytes: 10,
    ageMs: 4,
    stage: 'IDLE',
    openStreams: 0,
    origin: 'UNKNOWN',
    originReason: 'it was not traced: its bytes were counted, and its stage is what they tell',
  });
  assert.equal(connection.summary(9_000).ageMs, 4);
});
