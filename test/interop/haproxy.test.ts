/** HAProxy in front: what it says of its client is what we say of it. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ProxyProtocol } from '../../src/trace/event.ts';
import { eventually } from '../support/interop/eventually.ts';
import { type HaProxy, startHaProxy } from '../support/interop/haproxy.ts';
import { type Scratch, scratchFolder } from '../support/interop/scratch.ts';
import { toolOutput } from '../support/interop/tool.ts';
import { type TraceRecord, traceSoFar } from '../support/interop/trace-record.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const CURL = ['-sS', '--fail', '--max-time', '20'];

interface Reply {
  readonly connectionId: string;
  readonly peer: { readonly port: number };
  readonly tls?: { readonly alpn: string };
  readonly proxyProtocol?: ProxyProtocol;
  readonly local: string;
}

describe('HAProxy with send-proxy and send-proxy-v2', () => {
  let scratch: Scratch;
  let server: ServerProcess;
  let haproxy: HaProxy;
  before(async () => {
    scratch = scratchFolder();
    server = await startServer({ args: ['--log', 'json', '--tls-self-signed', '--proxy-protocol', '127.0.0.1'] });
    const { httpPort, grpcPort } = server;
    haproxy = await startHaProxy(scratch, [
      { to: httpPort, options: 'send-proxy' },
      { to: httpPort, options: 'send-proxy-v2' },
      // The vectors: ALPN, SNI, TLS of the client, and a checksum.
      { to: httpPort, options: 'send-proxy-v2-ssl-cn proxy-v2-options crc32c,unique-id' },
      { to: grpcPort, options: 'send-proxy-v2' },
      { to: httpPort, options: '' },
      { to: httpPort, options: 'send-proxy-v2 check inter 100ms' },
    ]);
  });
  after(async () => {
    await haproxy?.stop();
    await server?.stop();
    scratch.remove();
  });

  /** Through the n-th listener. `local` is the port that curl had. */
  async function get(n: number, flags: readonly string[] = [], scheme = 'http'): Promise<Reply> {
    const url = `${scheme}://127.0.0.1:${haproxy.ports[n]}/echo`;
    const output = await toolOutput('curl', [...CURL, ...flags, '-w', '\n%{local_port}', url]);
    const [body = '', local = ''] = output.split(/\n(?=\d+$)/);
    return { ...JSON.parse(body), local };
  }

  async function assertSource(reply: Reply, version: number, n: number): Promise<void> {
    const { proxyProtocol, peer, local } = reply;
    assert.deepEqual(proxyProtocol, {
      version,
      source: { address: '127.0.0.1', port: Number(local) },
      destination: { address: '127.0.0.1', port: haproxy.ports[n] },
    });
    assert.notEqual(peer.port, Number(local));
    const opened = await eventually(
      () => reply.connectionId,
      () => traceSoFar(server.stdout()).find(({ conn }) => conn === reply.connectionId)?.connectionOpened,
    );
    assert.deepEqual(opened.proxyProtocol, proxyProtocol);
  }

  for (const [n, version] of [
    [0, 1],
    [1, 2],
    [2, 2],
  ] as const) {
    test(`listener ${n}, version ${version}: HTTP/1.1, h2c, and TLS inside`, async () => {
      await assertSource(await get(n), version, n);
      await assertSource(await get(n, ['--http2-prior-knowledge']), version, n);
      const secured = await get(n, ['-k'], 'https');
      await assertSource(secured, version, n);
      assert.equal(secured.tls?.alpn, 'h2');
    });
  }

  test('gRPC through HAProxy, in clear text and over TLS', async () => {
    for (const flag of ['-plaintext', '-insecure']) {
      const call = ['-d', '{"message": "hello"}', `127.0.0.1:${haproxy.ports[3]}`, 'sre.echo.v1.EchoService/Echo'];
      assert.match(await toolOutput('grpcurl', [flag, ...call]), /"message": "hello"/);
    }
    // Without those that only asked whether HAProxy listens.
    const isCall = ({ connectionOpened: opened }: TraceRecord) =>
      opened?.listener === 'grpc' && opened.protocol !== 'unknown';
    const calls = await eventually(
      () => 'two connections',
      () => {
        const found = traceSoFar(server.stdout()).filter(isCall);
        return found.length < 2 ? undefined : found;
      },
    );
    assert.deepEqual(
      calls.map(({ connectionOpened: opened }) => [opened?.protocol, opened?.proxyProtocol?.destination.port]),
      [
        ['h2c', haproxy.ports[3]],
        ['h2', haproxy.ports[3]],
      ],
    );
  });

  test('without a header the source is HAProxy', async () => {
    const { proxyProtocol, peer, local } = await get(4);
    assert.equal(proxyProtocol, undefined);
    assert.notEqual(peer.port, Number(local));
  });

  test('its checks (LOCAL) are connections of its own', async () => {
    const isCheck = ({ connectionOpened: opened }: TraceRecord) =>
      opened?.proxyProtocol?.version === 2 && opened.proxyProtocol.source.port === opened.peer.port;
    await eventually(
      () => 'a check',
      () => traceSoFar(server.stdout()).find(isCheck),
    );
  });

  test('curl --haproxy-protocol, directly', async () => {
    for (const [scheme, flags] of [
      ['http', []],
      ['https', ['-k']],
    ] as const) {
      const url = `${scheme}://127.0.0.1:${server.httpPort}/echo`;
      const { proxyProtocol, peer } = JSON.parse(
        await toolOutput('curl', [...CURL, ...flags, '--haproxy-protocol', url]),
      );
      assert.deepEqual(proxyProtocol, {
        version: 1,
        source: peer,
        destination: { address: '127.0.0.1', port: server.httpPort },
      });
    }
  });

  test('nothing was refused', () => {
    assert.doesNotMatch(server.stderr(), /refused/);
  });
});
