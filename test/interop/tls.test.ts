/** TLS with clients that are not Node's: what they report, what the reply says, and what the trace says. */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { certificate } from '../support/certificates.ts';
import { eventually } from '../support/interop/eventually.ts';
import { type Scratch, scratchFolder } from '../support/interop/scratch.ts';
import { runTool, type ToolResult, toolOutput } from '../support/interop/tool.ts';
import { traceSoFar } from '../support/interop/trace-record.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const ECHO = ['-d', '{"message": "hello"}'];
const METHOD = 'sre.echo.v1.EchoService/Echo';

interface Files {
  readonly ca: string;
  readonly client: readonly [certificate: string, key: string];
  readonly stranger: readonly [certificate: string, key: string];
  readonly server: readonly [certificate: string, key: string];
}

async function writeFiles(scratch: Scratch): Promise<Files> {
  const write = (name: string, content: string) => {
    writeFileSync(scratch.path(name), content);
    return scratch.path(name);
  };
  const ca = await certificate('Test CA', { isCa: true });
  const pair = async (name: string, signedBy?: typeof ca) => {
    const made = await certificate(name, signedBy === undefined ? {} : { ca: signedBy });
    return [write(`${name}.pem`, made.cert), write(`${name}-key.pem`, made.key)] as const;
  };
  return {
    ca: write('ca.pem', ca.cert),
    client: await pair('client', ca),
    stranger: await pair('stranger'),
    server: await pair('server', ca),
  };
}

/** That the last connection which ended with an error ended so. */
async function assertError(server: ServerProcess, expected: RegExp): Promise<void> {
  const errors = () => traceSoFar(server.stdout()).flatMap(({ connectionClosed }) => connectionClosed?.error ?? []);
  const isLast = () => (expected.test(errors().at(-1) ?? '') ? true : undefined);
  await eventually(() => `${expected} as the last of ${JSON.stringify(errors())}`, isLast);
}

describe('TLS: openssl, curl and grpcurl', () => {
  let scratch: Scratch;
  let files: Files;
  let server: ServerProcess;
  let mutual: ServerProcess;
  before(async () => {
    scratch = scratchFolder();
    files = await writeFiles(scratch);
    const own = ['--log', 'json', '--tls-cert', files.server[0], '--tls-key', files.server[1]];
    server = await startServer({ args: own });
    mutual = await startServer({ args: [...own, '--tls-client-ca', files.ca] });
  });
  after(async () => {
    await server?.stop();
    await mutual?.stop();
    scratch.remove();
  });

  function sClient(port: number, flags: readonly string[], input = ''): Promise<ToolResult> {
    return runTool('openssl', ['s_client', '-connect', `localhost:${port}`, '-CAfile', files.ca, ...flags], input);
  }

  for (const [flag, version] of [
    ['-tls1_2', 'TLSv1.2'],
    ['-tls1_3', 'TLSv1.3'],
  ] as const) {
    test(`openssl s_client ${flag}: verified, and what was agreed is agreed on`, async () => {
      const { stdout } = await sClient(server.grpcPort, [
        flag,
        '-servername',
        'localhost',
        '-alpn',
        'http/1.1,h2',
        '-verify_return_error',
      ]);
      assert.match(stdout, /Verification: OK/);
      assert.match(stdout, /ALPN protocol: h2/);
      const [, cipher] = /^New, TLSv1\.[23], Cipher is (\S+)$/m.exec(stdout) ?? [];
      const { tls, protocol } = await eventually(
        () => version,
        () =>
          traceSoFar(server.stdout()).find(({ connectionOpened: it }) => it?.tls?.version === version)
            ?.connectionOpened,
      );
      assert.deepEqual([protocol, tls?.version, tls?.alpn, tls?.sni], ['h2', version, 'h2', 'localhost']);
      // The names of OpenSSL for TLS 1.3 are those of the registry.
      if (version === 'TLSv1.3') assert.equal(tls?.cipher, cipher);
    });
  }

  test('openssl s_client of TLS 1.1 is refused, and told why', async () => {
    const { code, stderr } = await sClient(server.httpPort, ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0']);
    assert.notEqual(code, 0);
    assert.match(stderr, /alert protocol version/);
    await assertError(server, /^TLS handshake: the client speaks no TLS version that we do/);
  });

  test('openssl s_client without ALPN, half-closing behind its request, gets the whole answer', async () => {
    const { stdout } = await sClient(
      server.httpPort,
      ['-quiet'],
      'GET /echo HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
    );
    assert.match(stdout, /^HTTP\/1\.1 200 OK/);
    assert.match(stdout, /"httpVersion":"1\.1"/);
  });

  for (const [flags, httpVersion, alpn] of [
    [['--http2'], '2.0', 'h2'],
    [['--http1.1'], '1.1', 'http/1.1'],
    [['--no-alpn', '--http1.1'], '1.1', undefined],
  ] as const) {
    test(`curl ${flags.join(' ')}`, async () => {
      const url = `https://localhost:${server.httpPort}/echo`;
      const reply = JSON.parse(await toolOutput('curl', ['-sS', '--fail', '--cacert', files.ca, ...flags, url]));
      assert.deepEqual([reply.httpVersion, reply.tls.alpn], [httpVersion, alpn]);
    });
  }

  test('curl that does not know the CA', async () => {
    const { code } = await runTool('curl', ['-sS', `https://localhost:${server.httpPort}/echo`]);
    assert.equal(code, 60);
    await assertError(server, /^TLS handshake: the client does not know the CA .*alert unknown_ca/);
  });

  test('curl with HTTP/1.1 alone on the gRPC port', async () => {
    const { code, stderr } = await runTool('curl', ['-sSk', '--http1.1', `https://localhost:${server.grpcPort}/`]);
    assert.equal(code, 35);
    assert.match(stderr, /no application protocol/);
    await assertError(server, /the client offers "http\/1\.1" by ALPN, and this port speaks "h2"$/);
  });

  test('grpcurl -insecure, -cacert, and -plaintext on the same port', async () => {
    for (const flags of [['-insecure'], ['-cacert', files.ca], ['-plaintext']]) {
      const reply = JSON.parse(
        await toolOutput('grpcurl', [...flags, ...ECHO, `localhost:${server.grpcPort}`, METHOD]),
      );
      assert.equal(reply.seen.tls?.alpn, flags[0] === '-plaintext' ? undefined : 'h2');
    }
  });

  test('grpcurl that does not know the CA', async () => {
    const { code } = await runTool('grpcurl', ['-max-time', '5', `localhost:${server.grpcPort}`, 'list']);
    assert.notEqual(code, 0);
    await assertError(server, /^TLS handshake: the client does not take our certificate \(alert bad_certificate\)/);
  });

  test('mutual TLS: curl and grpcurl with a certificate of the CA see it in the reply', async () => {
    const [cert, key] = files.client;
    const url = `https://localhost:${mutual.httpPort}/echo`;
    const overHttp = await toolOutput('curl', ['-sS', '--cacert', files.ca, '--cert', cert, '--key', key, url]);
    assert.equal(JSON.parse(overHttp).tls.clientCertificate, 'CN=client');
    const flags = ['-cacert', files.ca, '-cert', cert, '-key', key];
    const overGrpc = await toolOutput('grpcurl', [...flags, ...ECHO, `localhost:${mutual.grpcPort}`, METHOD]);
    assert.equal(JSON.parse(overGrpc).seen.tls.clientCertificate, 'CN=client');
  });

  test('mutual TLS: without a certificate, and with one of another CA', async () => {
    const url = `https://localhost:${mutual.httpPort}/echo`;
    const none = await runTool('curl', ['-sS', '--cacert', files.ca, url]);
    assert.notEqual(none.code, 0);
    // Whether it gets to see our alert is a race: it has sent its request, and closing with bytes unread is a RST.
    await assertError(mutual, /^TLS handshake: the client showed no certificate, and --tls-client-ca asks for one/);
    const [cert, key] = files.stranger;
    const other = await runTool('curl', ['-sS', '--cacert', files.ca, '--cert', cert, '--key', key, url]);
    assert.notEqual(other.code, 0);
    await assertError(mutual, /^TLS handshake: the client's certificate is not one of --tls-client-ca/);
  });
});
