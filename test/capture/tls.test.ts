import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionOptions } from 'node:tls';
import type { AcceptedConnection } from '../../src/capture/front.ts';
import type { TransportEnd } from '../../src/trace/protocol-trace.ts';
import { certificate } from '../support/certificates.ts';
import { closed, soon, text, track, until, watch } from './sockets.ts';
import {
  ca,
  cleanUp,
  clientCertificate,
  dial,
  ended,
  PREFACE,
  REQUEST,
  type Running,
  served,
  start,
} from './tls-front.ts';

describe('TLS at the front: what is agreed', () => {
  afterEach(cleanUp);

  test('version, cipher, ALPN and SNI are facts of the connection, for observer and server', async () => {
    const run = await start();
    dial(run.port, { ALPNProtocols: ['http/1.1'] }).socket.write(REQUEST);
    const { facts, protocol } = await served(run);
    const tls = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', alpn: 'http/1.1', sni: 'localhost' };
    assert.deepEqual(facts.tls, tls);
    assert.deepEqual(run.observed[0]?.facts.tls, tls);
    assert.deepEqual([run.observed[0]?.sniffed, protocol], ['http/1.1', 'http/1.1']);
  });

  test('TLS 1.2, with the name of its cipher in the IANA registry', async () => {
    const run = await start();
    dial(run.port, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }).socket.write(REQUEST);
    const { facts } = await served(run);
    assert.deepEqual([facts.tls?.version, facts.tls?.cipher], ['TLSv1.2', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256']);
  });

  for (const [version, label] of [
    ['TLSv1.2', 'CLIENT_RANDOM'],
    ['TLSv1.3', 'CLIENT_HANDSHAKE_TRAFFIC_SECRET'],
  ] as const) {
    test(`the secrets of ${version} for who asks: a line of ${label} that ends with a line feed`, async () => {
      const lines: string[] = [];
      const run = await start({ keylog: (line) => lines.push(line.toString()) });
      dial(run.port, { maxVersion: version }).socket.write(REQUEST);
      await served(run);
      assert.match(lines.find((line) => line.startsWith(label)) ?? '', /^[A-Z_]+ [0-9a-f]{64} [0-9a-f]{64,}\n$/);
    });
  }

  test('clear text on the same port has no TLS facts', async () => {
    const run = await start();
    track(connect({ port: run.port, host: '127.0.0.1' })).write(REQUEST);
    const { facts } = await served(run);
    assert.equal('tls' in facts, false);
  });

  test('RFC 7301 §3.2: our preference decides, and no byte of the client is waited for then', async () => {
    const run = await start();
    const { socket } = dial(run.port, { ALPNProtocols: ['http/1.1', 'h2'] });
    const { protocol } = await served(run);
    assert.deepEqual([socket.alpnProtocol, protocol, run.observed[0]?.sniffed], ['h2', 'h2c', 'h2c']);
  });

  for (const [speaks, first] of [
    ['h2c', PREFACE],
    ['http/1.1', REQUEST],
  ] as const) {
    test(`without ALPN the first bytes inside decide: ${speaks}`, async () => {
      const run = await start();
      dial(run.port).socket.write(first);
      const { protocol, facts } = await served(run);
      assert.deepEqual([protocol, run.observed[0]?.sniffed, facts.tls?.alpn], [speaks, speaks, undefined]);
    });
  }

  test('TLS inside of TLS is handed on, and explained', async () => {
    const run = await start();
    dial(run.port).socket.write(Buffer.from('16030100', 'hex'));
    (await served(run)).socket.destroy();
    assert.match((await ended(run)).error ?? '', /^the client speaks TLS inside of TLS/);
  });

  test('a ClientHello that comes byte by byte', async () => {
    const run = await start();
    const relay = track(connect({ port: run.port, host: '127.0.0.1', noDelay: true }));
    const hello = await clientHello();
    for (const byte of hello.subarray(0, 100)) {
      relay.write(Buffer.of(byte));
      await new Promise(setImmediate);
    }
    relay.write(hello.subarray(100));
    const seen = watch(relay);
    await until('the ServerHello', () => seen.bytes.length > 0);
    assert.equal(seen.bytes[0]?.[0], 22);
  });

  test('a session is resumed, also with client certificates', async () => {
    const run = await start({ auth: 'require', alpn: ['http/1.1'] });
    const mutual = { ...clientCertificate, ALPNProtocols: ['http/1.1'] };
    const first = dial(run.port, mutual).socket;
    let session: Buffer | undefined;
    first.on('session', (ticket: Buffer) => {
      session = ticket;
    });
    first.write(REQUEST);
    first.resume();
    await until('there is a ticket', () => session !== undefined);
    const second = dial(run.port, { ...mutual, session: session as Buffer }).socket;
    await until('both are served', () => run.served.length === 2);
    assert.equal(second.isSessionReused(), true);
    assert.equal(run.served[1]?.facts.tls?.clientCertificate, 'CN=client-1');
  });
});

describe('TLS at the front: client certificates', () => {
  afterEach(cleanUp);

  for (const auth of ['require', 'optional'] as const) {
    test(`${auth}: one that the CA has signed is shown`, async () => {
      const run = await start({ auth });
      dial(run.port, clientCertificate).socket.write(REQUEST);
      assert.equal((await served(run)).facts.tls?.clientCertificate, 'CN=client-1');
    });

    test(`${auth}: one of another CA is refused, and nothing is served`, async () => {
      const run = await start({ auth });
      const other = await certificate('stranger');
      const atClient = watch(dial(run.port, other).socket);
      const { how, error } = await ended(run);
      await until('the client knows', () => atClient.end !== undefined);
      assert.equal(how, 'LOCAL');
      assert.match(
        error ?? '',
        /^TLS handshake: the client's certificate is not one of --tls-client-ca, or not valid: [A-Z_]+$/,
      );
      assert.equal(run.served.length, 0);
    });

    test(`${auth}: one that has expired is refused`, async () => {
      const run = await start({ auth });
      const notAfter = new Date(Date.now() - 1_000);
      dial(run.port, await certificate('late', { ca, notAfter })).socket.resume();
      assert.match((await ended(run)).error ?? '', /CERT_HAS_EXPIRED$/);
    });
  }

  test('require: none is refused with the alert that says so (RFC 8446 §4.4.2.4)', async () => {
    const run = await start({ auth: 'require' });
    const seen = watch(dial(run.port).socket);
    const { how, error } = await ended(run);
    assert.deepEqual([how, run.served.length], ['LOCAL', 0]);
    assert.match(error ?? '', /^TLS handshake: the client showed no certificate, and --tls-client-ca asks for one/);
    await until('the client knows', () => seen.end !== undefined);
    assert.equal(seen.end, 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
  });

  test('optional: none is served', async () => {
    const run = await start({ auth: 'optional' });
    dial(run.port).socket.write(REQUEST);
    const { facts } = await served(run);
    assert.deepEqual([facts.tls?.version, facts.tls?.clientCertificate], ['TLSv1.3', undefined]);
  });
});

describe('TLS at the front: handshakes that fail are observed', () => {
  afterEach(cleanUp);

  async function failure(run: Running): Promise<{ end: TransportEnd; connection: AcceptedConnection | undefined }> {
    const end = await ended(run);
    assert.deepEqual([run.served.length, run.observed.length, run.ends.length], [0, 1, 1]);
    return { end, connection: run.observed[0] };
  }

  test('a client of Node that does not know the CA says no word', async () => {
    const run = await start();
    dial(run.port, { ca: [] });
    const { end, connection } = await failure(run);
    assert.deepEqual([connection?.sniffed, connection?.protocol], ['tls', undefined]);
    assert.equal(end.endedBy, 'CLIENT');
    assert.match(end.error ?? '', /^TLS handshake: the client closed the connection before it was done/);
  });

  test('RFC 7301 §3.2: no protocol in common', async () => {
    const run = await start({ alpn: ['h2'] });
    const seen = watch(dial(run.port, { ALPNProtocols: ['spdy/3', 'http/1.1'] }).socket);
    const { end } = await failure(run);
    assert.deepEqual(end, {
      how: 'LOCAL',
      error:
        'TLS handshake: no protocol in common: the client offers "spdy/3", "http/1.1" by ALPN, and this port speaks "h2"',
      clientHello: { sni: 'localhost', alpn: ['spdy/3', 'http/1.1'] },
    });
    await until('the client knows', () => seen.end !== undefined);
    assert.equal(seen.end, 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
  });

  test('a client of TLS 1.1', async () => {
    const run = await start();
    const options = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const;
    dial(run.port, options);
    assert.match((await failure(run)).end.error ?? '', /TLS 1\.2 and 1\.3 are spoken here$/);
  });

  test('no cipher in common', async () => {
    const run = await start();
    dial(run.port, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' });
    assert.match((await failure(run)).end.error ?? '', /no cipher in common/);
  });

  test('garbage behind what looks like a ClientHello', async () => {
    const run = await start();
    const socket = track(connect({ port: run.port, host: '127.0.0.1' }));
    socket.write(Buffer.concat([Buffer.from('1603010010', 'hex'), Buffer.alloc(16, 0xff)]));
    const { end } = await failure(run);
    assert.match(end.error ?? '', /^TLS handshake: ERR_SSL_/);
    const seen = watch(socket);
    await until('the client knows', () => seen.end !== undefined);
  });

  test('a client that ends, and one that resets, before it is done', async () => {
    for (const [leave, how] of [
      ['end', 'FIN'],
      ['resetAndDestroy', 'RST'],
    ] as const) {
      const run = await start();
      const socket = track(connect({ port: run.port, host: '127.0.0.1' }));
      socket.write(Buffer.from('16030100', 'hex'));
      await sleep(20);
      socket[leave]();
      const { end } = await failure(run);
      assert.deepEqual([end.endedBy, end.how], ['CLIENT', how]);
      assert.match(end.error ?? '', /^TLS handshake: the client closed the connection before it was done/);
    }
  });

  test('who takes too long is cut, also where bytes drip', async () => {
    const run = await start({ limits: { handshakeMs: 200 } });
    const hello = await clientHello();
    const socket = track(connect({ port: run.port, host: '127.0.0.1' }));
    socket.write(hello.subarray(0, 10));
    let at = 10;
    const timer = setInterval(() => socket.write(hello.subarray(at, ++at)), 20);
    try {
      assert.match((await failure(run)).end.error ?? '', /did not finish it in time/);
    } finally {
      clearInterval(timer);
    }
    assert.ok(at < hello.length, 'it was still dripping');
  });

  test('no more than so many at a time; when one is done, another may begin', async () => {
    const run = await start({ limits: { handshakes: 1 } });
    const first = track(connect({ port: run.port, host: '127.0.0.1' }));
    first.write(Buffer.from('16030100', 'hex'));
    await sleep(20);
    const seen = watch(dial(run.port).socket);
    await until('the second is refused', () => run.ends.length === 1);
    assert.deepEqual(run.ends, [
      {
        how: 'LOCAL',
        error: 'TLS handshake: 1 others are in progress, and no more are begun',
        clientHello: { sni: 'localhost', alpn: [] },
      },
    ]);
    await until('it knows', () => seen.end !== undefined);
    first.destroy();
    await until('the first has ended', () => run.ends.length === 2);
    dial(run.port).socket.write(REQUEST);
    await served(run);
  });

  test('close() cuts those in progress, and hands on who says nothing inside', async () => {
    const run = await start();
    track(connect({ port: run.port, host: '127.0.0.1' })).write(Buffer.from('16030100', 'hex'));
    const { socket } = dial(run.port);
    await soon('the handshake', new Promise<void>((resolve) => socket.once('secureConnect', () => resolve())));
    await sleep(50);
    run.front.close();
    await until('one is cut', () => run.ends.length === 1);
    assert.deepEqual(run.ends, [{ how: 'LOCAL', error: 'TLS handshake: cut by us: the server stops' }]);
    const { facts } = await served(run);
    assert.equal(facts.tls?.version, 'TLSv1.3');
  });
});

describe('TLS at the front: the splice keeps its promises', () => {
  afterEach(cleanUp);

  async function joined(run: Running, options: ConnectionOptions = {}) {
    const client = dial(run.port, options);
    client.socket.write(REQUEST);
    const { socket: server } = await served(run);
    const atServer = watch(server);
    const atClient = watch(client.socket);
    await until('the request is there', () => text(atServer) === REQUEST);
    return { ...client, server, atServer, atClient };
  }

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`${maxVersion}: close_notify of the client is a FIN at the server, which still answers (RFC 8446 §6.1)`, async () => {
      const run = await start();
      const { socket, server, atServer, atClient } = await joined(run, { maxVersion });
      socket.end();
      await until('the server has the FIN', () => atServer.end === 'FIN');
      server.end('late answer');
      await until('the client has the end', () => atClient.end !== undefined);
      assert.deepEqual([text(atClient), atClient.end], ['late answer', 'FIN']);
      assert.deepEqual(await ended(run), { endedBy: 'CLIENT', how: 'FIN' });
    });
  }

  test('FIN of the server is close_notify and FIN, and the client may still speak', async () => {
    const run = await start();
    const { socket, server, atServer, atClient } = await joined(run);
    server.end('bye');
    await until('the client has the end', () => atClient.end === 'FIN');
    socket.end('last words');
    await until('the server has the FIN', () => atServer.end === 'FIN');
    assert.deepEqual([text(atClient), text(atServer)], ['bye', `${REQUEST}last words`]);
    assert.deepEqual(await ended(run), { endedBy: 'SERVER', how: 'FIN' });
  });

  test('RST of the client is told, and the server loses its connection', async () => {
    const run = await start();
    const { raw, server } = await joined(run);
    const isClosed = closed(server);
    raw.resetAndDestroy();
    await isClosed;
    assert.deepEqual(await ended(run), { endedBy: 'CLIENT', how: 'RST', error: 'client: ECONNRESET' });
  });

  test('a RST of ours is a RST on the TCP connection under TLS', async () => {
    const run = await start();
    const { atClient } = await joined(run);
    run.front.close();
    await soon('the end', run.front.drained(20));
    await until('the client knows', () => atClient.end !== undefined);
    assert.equal(atClient.end, 'ECONNRESET');
    assert.deepEqual(await ended(run), { how: 'LOCAL', error: 'cut by us: the server stops' });
  });

  test('the last words of a server that has closed are delivered before the RST', async () => {
    const run = await start();
    const { socket, server, atClient } = await joined(run);
    server.pause();
    socket.write('unread');
    await sleep(20);
    server.end('GOAWAY', () => server.destroy());
    await until('the client has the words', () => text(atClient) === 'GOAWAY');
    socket.write('more');
    await until('the client has the end', () => atClient.end !== undefined);
    assert.equal(text(atClient), 'GOAWAY');
    assert.equal((await ended(run)).endedBy, 'SERVER');
  });

  test('a record that cannot be decrypted ends the connection, and is told', async () => {
    const run = await start();
    const { raw, server } = await joined(run);
    const isClosed = closed(server);
    // RFC 8446 §5.2: application data, 32 bytes of it.
    raw.write(Buffer.concat([Buffer.from('1703030020', 'hex'), Buffer.alloc(32, 0xff)]));
    await isClosed;
    const { endedBy, error } = await ended(run);
    assert.equal(endedBy, 'CLIENT');
    assert.match(error ?? '', /^client: ERR_SSL_.*BAD_RECORD_MAC$/);
  });

  test('a handshake that is cut is a RST on the TCP connection', async () => {
    const run = await start();
    const client = track(connect({ port: run.port, host: '127.0.0.1', allowHalfOpen: true }));
    client.write(await clientHello());
    const seen = watch(client);
    await until('the ServerHello', () => seen.bytes.length > 0);
    run.front.close();
    await until('the end', () => seen.end !== undefined);
    assert.equal(seen.end, 'ECONNRESET');
  });

  test('bytes are the same both ways, whatever their number', async () => {
    const run = await start();
    const { socket, server, atServer, atClient } = await joined(run);
    const much = Buffer.alloc(3_000_000, 'abcdefgh');
    socket.end(much);
    server.end(much);
    await until('all is there', () => atServer.end === 'FIN' && atClient.end === 'FIN');
    assert.equal(Buffer.concat(atServer.bytes).subarray(REQUEST.length).equals(much), true);
    assert.equal(Buffer.concat(atClient.bytes).equals(much), true);
    assert.equal(run.said.join('').length, REQUEST.length + much.length);
  });

  test('a client that does not read stops the server', async () => {
    const run = await start();
    const { socket, server } = await joined(run);
    socket.pause();
    const chunk = Buffer.alloc(65_536, 'x');
    let written = 0;
    const pour = () => {
      while (written < 64 * 1024 * 1024) {
        written += chunk.length;
        if (!server.write(chunk)) return;
      }
    };
    server.on('drain', pour);
    pour();
    await sleep(300);
    const stopped = written;
    await sleep(100);
    assert.equal(written, stopped);
    assert.ok(stopped < 32 * 1024 * 1024, `${stopped} bytes were taken`);
    socket.resume();
    await until('it goes on', () => written > stopped);
  });

  test('half-closed and then idle: an end', async () => {
    const run = await start({ front: { halfClosedIdleMs: 50 } });
    const { socket, atClient } = await joined(run);
    socket.end();
    assert.match((await ended(run)).error ?? '', /^half-closed by the client, then no byte for/);
    await until('the client knows', () => atClient.end !== undefined);
    assert.equal(atClient.end, 'ECONNRESET');
  });
});

/** Of Node's own client, as bytes. */
async function clientHello(): Promise<Buffer> {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const accepted = new Promise<Buffer>((resolve) => {
    server.once('connection', (socket) => track(socket).once('data', resolve));
  });
  dial(typeof address === 'object' && address !== null ? address.port : 0);
  const hello = await soon('a ClientHello', accepted);
  server.close();
  return hello;
}
