import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { type Certificate, type CertificateOptions, certificate } from '../../support/certificates.ts';
import { asked, http2Peer, httpPeer, listening, tcpPeer } from './asked.ts';

const DAY_MS = 86_400_000;

const NOT_TRUSTED = 'give its CA with --ca, or --insecure-skip-verify';

describe('health over TLS', () => {
  let folder = '';
  let ca: Certificate;
  let client: Certificate;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sre-health-'));
    ca = await certificate('test CA', { isCa: true });
    client = await certificate('client', { ca });
    for (const [name, text] of Object.entries({
      'ca.pem': ca.cert,
      'client.pem': client.cert,
      'client-key.pem': client.key,
      'other-key.pem': ca.key,
      'empty.pem': 'nothing\n',
    })) {
      writeFileSync(file(name), text);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('a gRPC server whose CA is given is healthy, by name and by address', async (t) => {
    const port = await grpcsPeer(t);
    for (const host of ['localhost', '127.0.0.1']) {
      const out = `healthy: grpcs ${host}:${port} SERVING in N ms\n`;
      assert.deepEqual(await asked([`grpcs://${host}:${port}`, '--ca', file('ca.pem')]), { code: 0, out, err: '' });
    }
  });

  test('an HTTPS endpoint too', async (t) => {
    const port = await httpsPeer(t);
    const out = `healthy: https localhost:${port} GET /readyz 200 OK in N ms\n`;
    const args = [`https://localhost:${port}/readyz`, '--ca', file('ca.pem')];
    assert.deepEqual(await asked(args), { code: 0, out, err: '' });
  });

  test('a certificate of a CA that is not known is not trusted', async (t) => {
    const words = `has a certificate that is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE) after N ms: ${NOT_TRUSTED}`;
    await isNotHealthy('localhost', await grpcsPeer(t), [], words);
  });

  test('a self-signed one neither, unless nothing is verified', async (t) => {
    const port = await grpcsPeer(t, await certificate('localhost'));
    const words = `has a certificate that is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT) after N ms: ${NOT_TRUSTED}`;
    await isNotHealthy('localhost', port, [], words);
    assert.equal((await asked([`grpcs://localhost:${port}`, '--insecure-skip-verify'])).code, 0);
  });

  const untimely: [string, CertificateOptions, string][] = [
    [
      'has expired',
      { notAfter: new Date(Date.now() - DAY_MS), notBefore: new Date(Date.now() - 2 * DAY_MS) },
      'has a certificate that has expired after N ms: renew it',
    ],
    [
      'is not valid yet',
      { notBefore: new Date(Date.now() + DAY_MS), notAfter: new Date(Date.now() + 2 * DAY_MS) },
      'has a certificate of the future after N ms: are the clocks right?',
    ],
  ];
  for (const [name, options, words] of untimely) {
    test(`a certificate that ${name}: not healthy`, async (t) => {
      const port = await grpcsPeer(t, await certificate('localhost', { ca, ...options }));
      await isNotHealthy('localhost', port, ['--ca', file('ca.pem')], words);
    });
  }

  test('a certificate for other names: not healthy', async (t) => {
    const port = await listening(t, createTlsServer(await certificate('localhost', { ca })), '127.0.0.2');
    const words = 'has a certificate for other names than 127.0.0.2 after N ms: ask by a name that is in it';
    await isNotHealthy('127.0.0.2', port, ['--ca', file('ca.pem')], words);
  });

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`mutual TLS by ${version}: healthy with a client certificate, and without one it is said that it wants one`, async (t) => {
      const mutual = {
        ca: ca.cert,
        requestCert: true,
        rejectUnauthorized: true,
        minVersion: version,
        maxVersion: version,
      } as const;
      const port = await grpcsPeer(t, undefined, mutual);
      const shown = ['--cert', file('client.pem'), '--key', file('client-key.pem')];
      assert.equal((await asked([`grpcs://localhost:${port}`, '--ca', file('ca.pem'), ...shown])).code, 0);
      const { code, out } = await asked([`grpcs://localhost:${port}`, '--ca', file('ca.pem')]);
      assert.equal(code, 1);
      assert.match(out, /: it (?:stops or has crashed, or )?wants a client certificate \(--cert, --key\)/);
    });
  }

  test('a server that speaks no h2 by its own word: not healthy', async (t) => {
    const words = 'ended TLS with the alert NO_APPLICATION_PROTOCOL after N ms: it does not speak h2 over TLS';
    await isNotHealthy('localhost', await httpsPeer(t), ['--ca', file('ca.pem')], words);
  });

  const PORT_OF_TLS = 'is it a TLS port? clear text is grpc://';
  const clear: [string, (t: TestContext) => Promise<number>, string][] = [
    [
      'clear-text HTTP/1.1',
      (t) => httpPeer(t, (_request, response) => response.end()),
      'speaks no TLS after N ms: clear text is grpc://',
    ],
    ['clear-text HTTP/2', (t) => http2Peer(t, () => {}), 'speaks no TLS after N ms: clear text is grpc://'],
    [
      'an end',
      (t) => tcpPeer(t, (socket) => socket.once('data', () => socket.end())),
      `closed the connection in the TLS handshake after N ms: ${PORT_OF_TLS}`,
    ],
    [
      'a reset',
      (t) => tcpPeer(t, (socket) => socket.once('data', () => socket.resetAndDestroy())),
      `closed the connection in the TLS handshake after N ms: ${PORT_OF_TLS}`,
    ],
    [
      'silence',
      (t) => tcpPeer(t, (socket) => socket.resume()),
      'timed out after N ms: connected, but TLS was not answered: the process hangs, or speaks clear text (grpc://)',
    ],
  ];
  for (const [name, peer, words] of clear) {
    test(`${name} where TLS is spoken: not healthy`, async (t) => {
      const args = name === 'silence' ? ['--timeout-seconds', '1'] : [];
      await isNotHealthy('127.0.0.1', await peer(t), args, words);
    });
  }

  test('clear text where TLS is wanted: not healthy, with a hint', async (t) => {
    const port = await grpcsPeer(t);
    const { code, out } = await asked([`127.0.0.1:${port}`]);
    assert.equal(code, 1);
    assert.match(out, /TLS is grpcs:\/\/|wants TLS \(grpcs:\/\/\)/);
  });

  const wrong: [string, string, string[], string][] = [
    ['a CA file that is not there', 'grpcs://localhost:1', ['--ca', '/nowhere'], '--ca /nowhere: ENOENT'],
    [
      'a CA file without a certificate',
      'grpcs://localhost:1',
      ['--ca', 'empty.pem'],
      'empty.pem: it has no certificate: expected PEM',
    ],
    ['a certificate without its key', 'grpcs://localhost:1', ['--cert', 'client.pem'], '--cert needs its --key'],
    ['a key without its certificate', 'grpcs://localhost:1', ['--key', 'client-key.pem'], '--key needs its --cert'],
    [
      'a key of another certificate',
      'grpcs://localhost:1',
      ['--cert', 'client.pem', '--key', 'other-key.pem'],
      '--cert and --key do not go together',
    ],
    [
      'a CA for clear text',
      'localhost:1',
      ['--ca', 'ca.pem'],
      '--ca is for TLS, and the target is clear text: expected grpcs://host:port',
    ],
    [
      'nothing verified, for clear text',
      'http://localhost:1',
      ['--insecure-skip-verify'],
      '--insecure-skip-verify is for TLS, and the target is clear text: expected https://',
    ],
  ];
  for (const [name, target, args, words] of wrong) {
    test(`${name}: exit code 2, and nobody is asked`, async () => {
      const { code, out, err } = await asked([target, ...args.map((arg) => (/\.pem$/.test(arg) ? file(arg) : arg))]);
      assert.deepEqual([code, out], [2, '']);
      assert.ok(err.startsWith('error: ') && err.includes(words), err);
      assert.match(err, /\nUsage: sre-test-server health /);
    });
  }

  function file(name: string): string {
    return join(folder, name);
  }

  async function isNotHealthy(host: string, port: number, args: readonly string[], words: string): Promise<void> {
    const out = `not healthy: grpcs ${host}:${port} ${words}\n`;
    assert.deepEqual(await asked([`grpcs://${host}:${port}`, ...args]), { code: 1, out, err: '' });
  }

  async function grpcsPeer(t: TestContext, own?: Certificate, options: TlsOptions = {}): Promise<number> {
    const identity = own ?? (await certificate('localhost', { ca }));
    const server = createSecureServer({ ...options, key: identity.key, cert: identity.cert });
    server.on('sessionError', () => {});
    server.on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.end(Buffer.of(0, 0, 0, 0, 2, 8, 1));
    });
    return listening(t, server);
  }

  async function httpsPeer(t: TestContext): Promise<number> {
    const { key, cert } = await certificate('localhost', { ca });
    return listening(
      t,
      createHttpsServer({ key, cert }, (_request, response) => response.end('fine')),
    );
  }
});
