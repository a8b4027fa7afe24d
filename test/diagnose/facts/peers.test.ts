import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConnectionFacts } from '../../../src/diagnose/facts/connection.ts';
import { Peers } from '../../../src/diagnose/facts/peers.ts';
import { OPENED } from '../../support/script.ts';

function connection(conn: string, address = '10.0.0.1'): ConnectionFacts {
  return new ConnectionFacts(conn, { ...OPENED, peer: { address, port: 5 } }, 1_000, 1);
}

describe('Peers', () => {
  test('a peer has the connections of its address', () => {
    const peers = new Peers();
    const [one, two] = [connection('c1'), connection('c2')];
    peers.opened(one);
    peers.opened(connection('c9', '10.0.0.2'));
    peers.opened(two);
    two.streamCount = 3;
    const { address, connections } = peers.closed(two, 5_000);
    assert.equal(address, '10.0.0.1');
    assert.deepEqual(
      connections.map(({ conn, closedAt, streams }) => [conn, closedAt, streams]),
      [
        ['c1', undefined, 0],
        ['c2', 5_000, 3],
      ],
    );
  });

  test('behind a load balancer the peer is the client that its PROXY header names', () => {
    const address = { address: '192.0.2.7', port: 1 };
    const opened = { ...OPENED, proxyProtocol: { version: 2, source: address, destination: OPENED.local } };
    assert.equal(new Peers().opened(new ConnectionFacts('c1', opened, 1, 1)).address, '192.0.2.7');
  });

  test('connections of a peer are bounded, and so are peers', () => {
    const peers = new Peers();
    for (let n = 0; n < 300; n++) peers.opened(connection(`c${n}`));
    assert.equal(peers.opened(connection('c300')).connections.length, 256);
    for (let n = 0; n < 4_096; n++) peers.opened(connection('c', `peer ${n}`));
    assert.equal(peers.opened(connection('c301')).connections.length, 1);
  });
});
