import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { type RunningHttpServer, startHttpServer } from './support.ts';

suite('RFC 9110 §7.8: an upgrade that is not offered is ignored', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  async function answerTo(bytes: string): Promise<string> {
    const client = running.listeners['http/1.1'].connect();
    client.end(bytes);
    return (await client.toArray()).join('');
  }

  test('the request is served with its body, and the connection goes on', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.write(
      'POST /echo HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\ncontent-length: 5\r\n\r\nhello',
    );
    // Node drops what comes in one packet behind such a request, also without us.
    assert.match(String((await once(client, 'data'))[0]), /"text":"hello"/);
    client.end('GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    assert.match((await client.toArray()).join(''), /"status":"alive"/);
  });

  test('so is one to a WebSocket elsewhere than at its path', async () => {
    const text = await answerTo(
      'GET /echo HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n\r\n',
    );
    assert.match(text, /^HTTP\/1\.1 200 /);
  });

  test('a tunnel is none, and is hung up on', async () => {
    assert.equal(await answerTo('CONNECT x:443 HTTP/1.1\r\nhost: x\r\n\r\n'), '');
  });
});
