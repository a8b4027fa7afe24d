import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { createHttpServer } from '../../../src/servers/http/server.ts';
import { factsOfConnection, isSecret, listen } from '../support.ts';
import { IDENTITY, NO_GRPC, send, startHttpServer } from './support.ts';

suite('HTTP/1.1 on the gRPC port', () => {
  test('RFC 9110 §15.5.22: is answered with 426, which names the protocol and where to go', async () => {
    const running = await startHttpServer({ httpAt: 'echo.example:8080' }, { listener: 'grpc' });
    const { status, headers, text } = await send(running, 'http/1.1', { path: '/any/path' });
    await running.close();
    assert.equal(status, 426);
    assert.equal(headers.upgrade, 'h2c');
    assert.equal(headers.connection, 'upgrade, close');
    assert.match(headers['content-type'] ?? '', /^text\/plain/);
    assert.equal(
      text,
      'This port speaks gRPC over clear-text HTTP/2, and this is a request of HTTP/1.1.\n' +
        'HTTP is served on echo.example:8080.\n' +
        'gRPC by hand: grpcurl -plaintext 203.0.113.1:50051 list\n',
    );
  });

  test('an IPv6 address is typed in brackets', async () => {
    const local = { address: '2001:db8::1', port: 50_051 };
    const running = await startHttpServer({}, { listener: 'grpc', local });
    const { text } = await send(running, 'http/1.1', {});
    await running.close();
    assert.match(text, /grpcurl -plaintext \[2001:db8::1\]:50051 list/);
  });

  test('the ports may be known only after the server was made', async () => {
    let httpAt = '';
    const options = {
      isSecret,
      identity: IDENTITY,
      isReady: () => true,
      grpcAt: '',
      get httpAt() {
        return httpAt;
      },
    };
    const server = createHttpServer(options, NO_GRPC);
    await server.ready();
    const listener = await listen((socket, n) => server.accept(socket, factsOfConnection(n), 'http/1.1'));
    httpAt = 'echo.example:12345';
    const client = listener.connect();
    client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    const text = (await client.toArray()).join('');
    await listener.close();
    assert.match(text, /HTTP is served on echo\.example:12345\./);
  });

  test('HTTP on the HTTP port is not concerned', async () => {
    const running = await startHttpServer({}, { listener: 'http' });
    const { status } = await send(running, 'http/1.1', {});
    await running.close();
    assert.equal(status, 200);
  });
});
