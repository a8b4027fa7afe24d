/** The whole server over TLS, met by the clients that people have: grpc-js, Node's HTTP/2 and HTTP/1.1. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Client, credentials, makeClientConstructor } from '@grpc/grpc-js';
import { loadProtos, serviceOf } from '../../src/servers/grpc/protos.ts';
import { type Certificate, certificate } from '../support/certificates.ts';
import { dial, goodCall, startTraced, stopAll, type Traced, type TraceLine, until } from './support.ts';

const ECHO = 'sre.echo.v1.EchoService';

interface EchoClient extends Client {
  Echo(request: object, callback: (error: Error | null, reply: { seen: Record<string, unknown> }) => void): void;
}

/** @returns what the server saw of one unary call */
function seenBy(port: number, ca: string, client?: Certificate): Promise<Record<string, unknown>> {
  const pem = (text: string | undefined) => (text === undefined ? null : Buffer.from(text));
  const Echo = makeClientConstructor(serviceOf(loadProtos(), ECHO), ECHO);
  const secure = credentials.createSsl(pem(ca), pem(client?.key), pem(client?.cert));
  const echo = new Echo(`localhost:${port}`, secure, { 'grpc.use_local_subchannel_pool': 1 }) as unknown as EchoClient;
  return new Promise<Record<string, unknown>>((resolve, reject) => {
    echo.Echo({ message: 'hello' }, (error, reply) => (error === null ? resolve(reply.seen) : reject(error)));
  }).finally(() => echo.close());
}

describe('serve with TLS', () => {
  let folder = '';
  let ca: Certificate;
  let own: Certificate;
  let client: Certificate;
  let server: Traced;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'e2e-tls-'));
    ca = await certificate('Test CA', { isCa: true });
    own = await certificate('server', { ca });
    client = await certificate('client-1', { ca });
    const path = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    server = await startTraced({
      args: [
        ...['--tls-cert', path('cert.pem', own.cert), '--tls-key', path('key.pem', own.key)],
        ...['--tls-client-ca', path('ca.pem', ca.cert), '--tls-client-auth', 'optional'],
        ...['--proxy-protocol', '127.0.0.0/8'],
      ],
    });
  });
  after(async () => {
    await stopAll();
    rmSync(folder, { recursive: true });
  });

  test('grpc-js calls over TLS and in clear text on one port', async () => {
    const { tls } = await seenBy(server.grpcPort, ca.cert);
    assert.deepEqual(tls, {
      version: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      alpn: 'h2',
      sni: 'localhost',
      clientCertificate: '',
    });
    await goodCall(server.grpcPort);
  });

  test('grpc-js with a client certificate sees it in the reply', async () => {
    const { tls } = await seenBy(server.grpcPort, ca.cert, client);
    assert.equal((tls as { clientCertificate: string }).clientCertificate, 'CN=client-1');
  });

  test('grpc-js that does not know the CA gets no connection', async () => {
    const other = await certificate('another CA', { isCa: true });
    await assert.rejects(seenBy(server.grpcPort, other.cert), { code: 14 });
  });

  test('HTTP/2 by ALPN, and HTTP/1.1 without', async () => {
    const session = connectHttp2(`https://localhost:${server.httpPort}`, { ca: ca.cert });
    const stream = session.request({ ':path': '/echo' }).setEncoding('utf8');
    let body = '';
    for await (const chunk of stream) body += chunk;
    session.close();
    assert.equal(JSON.parse(body).tls.alpn, 'h2');

    const one = request(`https://localhost:${server.httpPort}/echo`, { ca: ca.cert, agent: false }).end();
    const [response] = await once(one, 'response');
    let text = '';
    for await (const chunk of response) text += chunk;
    const { httpVersion, tls } = JSON.parse(text);
    assert.equal(httpVersion, '1.1');
    assert.deepEqual(tls, { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', sni: 'localhost' });
  });

  test('a malformed PROXY protocol header is in the log, with where it came from', async () => {
    const socket = dial(server.httpPort);
    socket.write('PROXY TCP5 1.2.3.4 5.6.7.8 1 2\r\n');
    await until(server.stderr, () => server.stderr().includes('PROXY TCP5'));
    assert.match(
      server.stderr(),
      /^error: a connection could not be accepted: from 127\.0\.0\.1: PROXY protocol header refused/m,
    );
  });

  test('the trace says of each connection what it was and how it ended', async () => {
    const events = await server.events();
    const opened = (line: TraceLine) => line.connectionOpened?.protocol ?? [];
    const protocols = new Set(events.flatMap(opened));
    for (const protocol of ['h2', 'h2c', 'http/1.1', 'tls', 'unknown']) assert.ok(protocols.has(protocol), protocol);
    const failed = events.find(({ connectionOpened }) => connectionOpened?.protocol === 'tls')?.conn;
    const end = events.find(({ conn, connectionClosed }) => conn === failed && connectionClosed !== undefined);
    assert.match(
      end?.connectionClosed?.error ?? '',
      /^TLS handshake: the client closed the connection before it was done/,
    );
    const text = JSON.stringify(events);
    assert.ok(!text.includes('PRIVATE KEY') && !server.stderr().includes('PRIVATE KEY'));
  });
});

describe('serve with --tls-self-signed', () => {
  after(stopAll);

  test('has a certificate for localhost, and says its fingerprint', async () => {
    const server = await startTraced({ args: ['--tls-self-signed'] });
    const session = connectHttp2(`https://localhost:${server.httpPort}`, { rejectUnauthorized: false });
    await once(session, 'connect');
    const socket = session.socket as import('node:tls').TLSSocket;
    const shown = socket.getPeerX509Certificate();
    assert.equal(shown?.checkHost('localhost'), 'localhost');
    assert.ok(server.stderr().includes(`SHA-256 ${shown?.fingerprint256}\n`), server.stderr());
    session.destroy();
  });

  test('without TLS, the trace says what to do for a client that speaks it', async () => {
    const server = await startTraced();
    await assert.rejects(seenBy(server.grpcPort, (await certificate('ca')).cert));
    const events = await server.events();
    const [opened] = events;
    assert.equal(opened?.connectionOpened?.protocol, 'tls');
    const closed = events.find(({ connectionClosed }) => connectionClosed !== undefined);
    assert.match(
      closed?.connectionClosed?.error ?? '',
      /^the client speaks TLS, and this server has no certificate: start it/,
    );
  });
});
