import assert from 'node:assert/strict';
import { METHODS } from 'node:http';
import { after, before, suite, test } from 'node:test';

import type { EchoReply } from '../../../../src/servers/http/endpoints/echo.ts';
import { factsOfConnection } from '../../support.ts';
import {
  IDENTITY,
  openSession,
  PROTOCOLS,
  type Protocol,
  type RequestToSend,
  type RunningHttpServer,
  send,
  startHttpServer,
} from '../support.ts';

/** Without CONNECT, which asks for a tunnel. */
const ECHOED_METHODS = METHODS.filter((method) => method !== 'CONNECT');

const PROXY_PROTOCOL = {
  version: 2,
  source: { address: '192.0.2.1', port: 1 },
  destination: { address: '192.0.2.2', port: 2 },
};

suite('/echo', () => {
  let running: RunningHttpServer;
  before(async () => {
    const tls = { version: 'TLSv1.3', alpn: 'h2' };
    running = await startHttpServer(
      { maxBodyBytes: 1_000 },
      { tls, proxyProtocol: PROXY_PROTOCOL, openedAt: Date.now() - 5_000 },
    );
  });
  after(() => running.close());

  async function echo(protocol: Protocol, request: RequestToSend = {}): Promise<EchoReply> {
    const { status, text } = await send(running, protocol, request);
    assert.equal(status, 200, text);
    return JSON.parse(text);
  }

  for (const protocol of PROTOCOLS) {
    suite(protocol, () => {
      test('tells the connection, its peer and its TLS', async () => {
        const reply = await echo(protocol);
        assert.match(reply.connectionId ?? '', /^c\d+$/);
        assert.equal(reply.peer?.address, factsOfConnection(1).peer.address);
        assert.deepEqual(reply.tls, { version: 'TLSv1.3', alpn: 'h2' });
      });

      test('tells the source in the PROXY protocol header, the age of the connection, and who answers', async () => {
        const reply = await echo(protocol);
        assert.deepEqual(reply.proxyProtocol, PROXY_PROTOCOL);
        const age = reply.connectionAgeMs ?? 0;
        assert.ok(age >= 5_000 && age < 60_000, `${age} ms`);
        assert.deepEqual(reply.server, IDENTITY);
      });

      test('tells the authority', async () => {
        const headers = protocol === 'h2c' ? { ':authority': 'a.example:1' } : { host: 'a.example:1' };
        assert.equal((await echo(protocol, { headers })).authority, 'a.example:1');
      });

      test('/anything and what is below it answer as /echo does', async () => {
        for (const path of ['/anything', '/anything/', '/anything/a/b%20c/../d?x=1']) {
          const reply = await echo(protocol, { method: 'PUT', path, body: 'hi' });
          assert.equal(reply.path, path.replace(/\?.*/, ''));
          assert.equal(reply.method, 'PUT');
          assert.equal(reply.body.length, 2);
        }
      });

      test('tells method, path and query as they came', async () => {
        const reply = await echo(protocol, { method: 'DELETE', path: '/echo?b=1&a=%C3%BC&b=2&c' });
        assert.equal(reply.method, 'DELETE');
        assert.equal(reply.path, '/echo');
        assert.deepEqual(reply.query, [
          { name: 'b', value: '1' },
          { name: 'a', value: 'ü' },
          { name: 'b', value: '2' },
          { name: 'c', value: '' },
        ]);
      });

      test('serves every method', async () => {
        for (const method of ECHOED_METHODS) {
          const { status, text } = await send(running, protocol, { method });
          assert.equal(status, 200, `${method}: ${text}`);
          if (method !== 'HEAD') assert.equal(JSON.parse(text).method, method);
        }
      });

      test('shows a body that is UTF-8 as text, whatever its content type says', async () => {
        for (const type of ['text/plain', 'application/json', 'no type at all', 'multipart/form-data']) {
          const reply = await echo(protocol, {
            method: 'POST',
            headers: { 'content-type': type },
            body: '\ufeff{grüß',
          });
          assert.deepEqual(reply.body, { length: 10, text: '\ufeff{grüß' });
        }
      });

      test('shows any other body as base64', async () => {
        const reply = await echo(protocol, { method: 'PUT', body: Buffer.from([0xff, 0, 0xfe]) });
        assert.deepEqual(reply.body, { length: 3, base64: '/wD+' });
      });

      test('shows the body of a GET, too, and the empty one', async () => {
        const headers = { 'content-length': 2 };
        assert.deepEqual((await echo(protocol, { headers, body: 'hi' })).body, { length: 2, text: 'hi' });
        assert.deepEqual((await echo(protocol)).body, { length: 0, text: '' });
      });

      test('shows that there is a secret, and not its value', async () => {
        const reply = await echo(protocol, { headers: { authorization: 'Bearer hush', cookie: 'a=hush' } });
        assert.doesNotMatch(JSON.stringify(reply), /hush/);
        const redacted = reply.headers.filter((header) => header.redacted).map(({ name }) => name.toLowerCase());
        assert.deepEqual(redacted, ['authorization', 'cookie']);
      });

      test('takes a body up to the limit', async () => {
        const reply = await echo(protocol, { method: 'POST', body: 'x'.repeat(1_000) });
        assert.equal(reply.body.length, 1_000);
      });
    });
  }

  test('http/1.1: tells which request of its connection it is', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.write('GET /ip HTTP/1.1\r\nhost: x\r\n\r\n');
    client.end('GET /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    assert.match((await client.toArray()).join(''), /"requestOnConnection":2,/);
  });

  test('h2c: tells which request of its connection it is', async () => {
    const session = openSession(running);
    const replies = [1, 2].map(() => session.request({ ':path': '/echo' }).toArray());
    const numbers = (await Promise.all(replies)).map((chunks) => JSON.parse(chunks.join('')).requestOnConnection);
    session.close();
    assert.deepEqual(numbers, [1, 2]);
  });

  test('http/1.1: header fields are in wire order and case, repeated names apart', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.end('GET /echo HTTP/1.1\r\nhost: x\r\nX-B: 1\r\nx-A: 2\r\nX-B: 3\r\nconnection: close\r\n\r\n');
    const text = (await client.toArray()).join('');
    const reply: EchoReply = JSON.parse(text.slice(text.indexOf('\r\n\r\n')));
    assert.deepEqual(
      reply.headers.map(({ name, value }) => `${name}: ${value}`),
      ['host: x', 'X-B: 1', 'x-A: 2', 'X-B: 3', 'connection: close'],
    );
    assert.equal(reply.httpVersion, '1.1');
    assert.equal(reply.streamId, undefined);
  });

  test('h2c: header fields are in wire order, pseudo-header fields and repeated names among them', async () => {
    const reply = await echo('h2c', { headers: { 'x-b': ['1', '3'], 'x-a': '2' } });
    assert.deepEqual(
      reply.headers.map(({ name, value }) => `${name}: ${value}`),
      [
        ...[':method: GET', ':path: /echo', ':authority: echo.example:80', ':scheme: http'],
        ...['x-b: 1', 'x-b: 3', 'x-a: 2'],
      ],
    );
    assert.equal(reply.httpVersion, '2.0');
    assert.equal(reply.streamId, 1);
  });
});
