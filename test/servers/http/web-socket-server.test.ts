import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';

import { WebSocket } from 'ws';

import { requestClass } from '../../../src/servers/http/upgrade.ts';
import { createWebSockets } from '../../../src/servers/http/web-socket-server.ts';

test('who asks for a WebSocket where there is one gets it; all others are answered as requests', async () => {
  const webSockets = createWebSockets({
    maxMessageBytes: 10,
    isFor: ({ url }) => url === '/here',
    serve: (webSocket, { url }) => webSocket.send(`you asked for ${url}`),
  });
  const options = { IncomingMessage: requestClass(webSockets.isFor) };
  const server = createServer(options, (_, response) => response.writeHead(418).end());
  server.on('upgrade', webSockets.upgrade);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const base = `127.0.0.1:${port}`;

  const [greeting] = await once(new WebSocket(`ws://${base}/here`), 'message');
  assert.equal(String(greeting), 'you asked for /here');

  const elsewhere = new WebSocket(`ws://${base}/there`);
  assert.match(String(await once(elsewhere, 'error')), /418/);
  const answer = await fetch(`http://${base}/here`);
  assert.equal(answer.status, 418);

  const loud = new WebSocket(`ws://${base}/here`);
  await once(loud, 'open');
  loud.on('error', () => {}).send('12345678901');
  assert.equal((await once(loud, 'close'))[0], 1009);

  server.closeAllConnections();
  webSockets.drain();
  server.close();
});
