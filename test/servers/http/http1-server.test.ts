import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';

import { createHttp1Server } from '../../../src/servers/http/http1-server.ts';
import { listen } from '../support.ts';

test('a client that never ends its header fields is answered with 408, though the server does not listen', async () => {
  const server = createHttp1Server({ headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 20 });
  const listener = await listen((socket) => server.emit('connection', socket));
  const client = listener.connect();
  client.write('GET /echo HTTP/1.1\r\nhost:');
  const [answer] = await once(client, 'data', { signal: AbortSignal.timeout(5_000) });
  assert.match(String(answer), /^HTTP\/1\.1 408 /);
  client.destroy();
  server.close();
  await listener.close();
});
