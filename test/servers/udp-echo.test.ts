import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, suite, test } from 'node:test';

import type { EchoServer } from '../../src/servers/tcp-echo.ts';
import { createUdpEcho, isAnswerable } from '../../src/servers/udp-echo.ts';

suite('UDP echo', () => {
  let server: EchoServer;
  let client: Socket;
  let port = 0;
  beforeEach(async () => {
    server = createUdpEcho({ host: '127.0.0.1', port: 0, onError: assert.fail });
    ({ port } = await server.listen());
    client = createSocket('udp4').bind(0, '127.0.0.1');
    await once(client, 'listening');
  });
  afterEach(async () => {
    client.close();
    await server.stop();
  });

  for (const length of [0, 1, 1_472, 65_507]) {
    test(`sends back a datagram of ${length} bytes, and no more`, async () => {
      const sent = Buffer.alloc(length, 'x');
      client.send(sent, port, '127.0.0.1');
      const [came, from] = await once(client, 'message');
      assert.ok(sent.equals(came));
      assert.equal(from.port, port);
    });
  }

  test('never answers its own port, from whatever host: two echoes would answer each other for ever', async () => {
    const replica = createSocket('udp4').bind(port, '127.0.0.2');
    await once(replica, 'listening');
    replica.on('message', () => assert.fail('it was answered'));
    replica.send('loop', port, '127.0.0.1');
    // On loopback datagrams stay in order: behind this answer there is none.
    client.send('hello', port, '127.0.0.1');
    const [came] = await once(client, 'message');
    assert.equal(String(came), 'hello');
    replica.close();
  });

  test('a port that is taken', async () => {
    const second = createUdpEcho({ host: '127.0.0.1', port, onError: assert.fail });
    await assert.rejects(second.listen(), { code: 'EADDRINUSE' });
    await second.stop();
  });
});

test('only ports that clients have are answered: not 0, nor those of services, some of which answer all that comes', () => {
  for (const port of [0, 7, 19, 53, 1_023, 7_777]) assert.equal(isAnswerable(port, 7_777), false, String(port));
  for (const port of [1_024, 7_776, 65_535]) assert.equal(isAnswerable(port, 7_777), true, String(port));
});
