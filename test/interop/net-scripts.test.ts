/** The scripts of scripts/net against our server: what they say is what was made to happen. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { freePort } from '../support/interop/daemon.ts';
import { callWithGrpcurl } from '../support/interop/grpcurl-call.ts';
import { startHaProxy } from '../support/interop/haproxy.ts';
import { throttledCgroup } from '../support/interop/net-cgroup.ts';
import { NET_SCRIPTS, netScriptOutput, runNetScript } from '../support/interop/net-script.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { type ToolResult, toolOutput } from '../support/interop/tool.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const ECHO = 'sre.echo.v1.EchoService/Echo';
const SCRIPTS = readdirSync(NET_SCRIPTS).filter((name) => name.startsWith('net-'));
const NO_ROOT = process.getuid?.() === 0 ? false : 'takes root';

describe('scripts/net', () => {
  test('README.md has a row for each script, and no other', () => {
    const rows = readFileSync(`${NET_SCRIPTS}README.md`, 'utf8').match(/(?<=^\| `)net-\w+/gm);
    assert.deepEqual(rows?.toSorted(), SCRIPTS.toSorted());
  });

  for (const name of SCRIPTS) {
    test(`${name}: --help is exit code 0; what it does not know is told, exit code 2`, async () => {
      const help = await netScriptOutput(name, ['--help']);
      assert.match(help, new RegExp(`^\\S.*\\n(\\S.*\\n)?\\n  ${name}( |\\n)`));
      const wide = help.split('\n').filter((line) => line.length > 100);
      assert.deepEqual(wide, []);
      const wrong = await runNetScript(name, ['--no-such-flag']);
      assert.equal(wrong.code, 2);
      assert.match(wrong.stderr, /--no-such-flag.*\ntry: net-\w+ --help/);
    });
  }

  test('a script is one file: bash reads it from stdin as well, in any container', async () => {
    const script = readFileSync(`${NET_SCRIPTS}net-connections`, 'utf8');
    assert.match(await toolOutput('bash', ['-s', '--', '--port', '1'], script), /^0 connections\./);
  });
});

/** Of both suites of traffic and of the balancers: TLS is spoken next to clear text, so that one server will do. */
describe('scripts/net against our server', () => {
  const scratch = scratchFolder();
  const sockets: Socket[] = [];
  let server: ServerProcess;
  let tcpEchoPort = 0;
  before(async () => {
    tcpEchoPort = await freePort();
    const args = ['--log', 'off', '--tls-self-signed', '--tcp-echo-port', String(tcpEchoPort)];
    server = await startServer({ args, env: { POD_NAME: 'echo-0' } });
  });
  after(async () => {
    for (const socket of sockets) socket.destroy();
    await server?.stop();
    scratch.remove();
  });

  async function open(port: number, options: { allowHalfOpen?: boolean } = {}): Promise<Socket> {
    const socket = connect({ port, host: '127.0.0.1', ...options });
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  }

  test('net-connections counts the connections of a port by peer, and names the program that has them', async () => {
    await Promise.all([open(server.grpcPort), open(server.grpcPort), open(server.grpcPort)]);
    const said = await netScriptOutput('net-connections', ['--port', String(server.grpcPort)]);
    assert.match(said, /^6 connections\./);
    assert.match(said, new RegExp(`^in +${server.grpcPort} +127\\.0\\.0\\.1 \\(node\\) +3 .* estab:3$`, 'm'));
    assert.match(said, new RegExp(`^out +${server.grpcPort} +127\\.0\\.0\\.1 \\(node\\) +3 .* estab:3$`, 'm'));
  });

  test('net-connections tells what is not read, and what the peer has closed', async () => {
    const listener = createServer({ pauseOnConnect: true, allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const accepted = once(listener, 'connection');
    const socket = await open(port);
    sockets.push(...((await accepted) as [Socket]));
    socket.end('12345');
    await once(socket, 'finish');
    const said = await netScriptOutput('net-connections', ['--port', String(port)]);
    listener.close();
    assert.match(said, /^1 in CLOSE-WAIT: the peer closed/m);
    assert.match(said, /^1 with bytes that the program here has not read\.$/m);
    // The FIN counts as a byte to be read.
    assert.match(said, new RegExp(`^in +${port} +127\\.0\\.0\\.1 .* [56]  close-wait:1$`, 'm'));
  });

  test('net-connections without privileges: says that the programs of others are not seen', {
    skip: NO_ROOT,
  }, async () => {
    const options = { privileged: false };
    const said = await netScriptOutput('net-connections', ['--port', String(server.grpcPort)], options);
    assert.match(said, new RegExp(`^in +${server.grpcPort} +127\\.0\\.0\\.1 +3 `, 'm'));
    assert.match(said, /^Not seen: the programs of other users\..*SYS_PTRACE/m);
  });

  /** Three calls: OK, UNAVAILABLE, RST_STREAM. */
  async function call(): Promise<void> {
    const request = { message: 'hello' };
    await callWithGrpcurl(server.grpcPort, { method: ECHO, request });
    await callWithGrpcurl(server.grpcPort, { method: ECHO, request: { status: { code: 'UNAVAILABLE' } } });
    const headers = { 'x-sre-fault': 'rst_stream=INTERNAL_ERROR' };
    await callWithGrpcurl(server.grpcPort, { method: ECHO, request, headers });
  }

  const FRAMES = [
    / -> {2}.*HEADERS\[1\]: POST \/sre\.echo\.v1\.EchoService\/Echo/,
    / <- {2}.*grpc-status 0$/m,
    / <- {2}.*grpc-status 14$/m,
    / <- {2}RST_STREAM\[1\] INTERNAL_ERROR$/m,
  ];

  test('net-capture captures calls, decodes them, and leaves no file', { skip: NO_ROOT }, async () => {
    const folder = scratch.path('tmp');
    mkdirSync(folder);
    const args = ['--port', String(server.grpcPort), '--seconds', '4', '--rows', '9999'];
    let isOver = false;
    const output = netScriptOutput('net-capture', args, { env: { TMPDIR: folder } }).finally(() => {
      isOver = true;
    });
    // When packets are taken is not told: calls are made for as long as it runs.
    while (!isOver) await call();
    const said = await output;
    const [, rsts = '', fails = ''] = /(\d+) RST_STREAM, \d+ GOAWAY, (\d+) calls not OK\.$/m.exec(said) ?? [];
    assert.ok(Number(rsts) > 0 && Number(fails) > 0, said);
    assert.match(said, /^\d+ packets of \d+ connections?: \d+ TCP RST, \d+ sent again; /);
    for (const frame of FRAMES) assert.match(said, frame);
    assert.deepEqual(readdirSync(folder), []);
  });

  test('net-capture without leave: says what is missing, and what works all the same', { skip: NO_ROOT }, async () => {
    const port = String(server.grpcPort);
    const refused = await runNetScript('net-capture', ['--port', port], { privileged: false });
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /permission.*\nIt takes root with NET_RAW: the container "debug" of k8s\/overlays\/debug/,
    );

    await call();
    const [, advice = ''] = /^ {2}(curl .*)$/m.exec(refused.stderr) ?? [];
    const file = scratch.path('trace.pcapng');
    const curl = advice.replace('localhost:8090', `127.0.0.1:${server.adminPort}`).replace('/tmp/trace.pcapng', file);
    await toolOutput('bash', ['-c', curl]);
    const said = await netScriptOutput('net-capture', ['--port', port, '--read', file, '--rows', '999']);
    for (const frame of FRAMES) assert.match(said, frame);
    const messages = await netScriptOutput('net-capture', [
      '--port',
      port,
      '--read',
      file,
      '--messages',
      '--rows',
      '999',
    ]);
    assert.match(messages, /Field\(1\): message = hello/);
  });

  /** Its own certificate, as the CA that it is signed by. */
  async function certificate(): Promise<string> {
    const options = { port: server.grpcPort, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'] };
    const socket = connectTls(options);
    await once(socket, 'secureConnect');
    const { raw } = socket.getPeerCertificate();
    socket.destroy();
    const lines = raw.toString('base64').match(/.{1,64}/g) ?? [];
    const file = scratch.path('ca.crt');
    writeFileSync(file, ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'));
    return file;
  }

  async function inspect(...args: readonly string[]): Promise<ToolResult> {
    return runNetScript('net-tls', ['--ca', await certificate(), ...args]);
  }

  test('net-tls: a certificate that is good, for this name and with h2', async () => {
    const { code, stdout } = await inspect(`localhost:${server.grpcPort}`);
    assert.match(stdout, /^Good: trusted for localhost, h2 agreed, 36\d days left\.\n/);
    assert.match(stdout, /^version +TLSv1\.3, TLS_/m);
    assert.match(stdout, /^names +DNS:localhost, /m);
    assert.match(stdout, /^Chain, .*\n {2}CN ?= ?sre-test-server\n {4}by .*\n {4}until {2}\w+ +\d+ /m);
    assert.equal(code, 0);
  });

  test('net-tls: one that is not: another name, no CA that is known, no ALPN in common', async () => {
    const port = server.grpcPort;
    const name = await inspect('--name', 'api.example.com', `127.0.0.1:${port}`);
    assert.match(name.stdout, /^NOT good .*\n {2}certificate: hostname mismatch$/m);
    const unknown = await runNetScript('net-tls', [`localhost:${port}`]);
    assert.match(unknown.stdout, /^NOT good .*\n {2}certificate: self-signed certificate$/m);
    const alpn = await inspect('--alpn', 'http/1.1', `localhost:${port}`);
    assert.match(alpn.stdout, /^No TLS with localhost:\d+: it has no ALPN protocol 'http\/1\.1'\.$/m);
    assert.deepEqual([name.code, unknown.code, alpn.code], [1, 1, 1]);
  });

  test('net-tls: clear text is told from TLS', async () => {
    const { code, stdout } = await runNetScript('net-tls', [`localhost:${tcpEchoPort}`]);
    assert.match(stdout, /^No TLS with localhost:\d+: what answers there is not TLS: clear text/);
    assert.equal(code, 1);
  });

  test('net-spread tells a balancer of layer 4 from one of layer 7, by the names of the pods', async (t) => {
    const other = await startServer({ args: ['--log', 'off'], env: { POD_NAME: 'echo-1' } });
    t.after(() => other.stop());
    const to = server.httpPort;
    const lines = ['balance roundrobin', `server t 127.0.0.1:${other.httpPort}`];
    const proxy = await startHaProxy(scratch, [{ to, lines }, { to, lines: ['mode http', ...lines] }, { to }]);
    t.after(() => proxy.stop());
    const spread = (n: number) => netScriptOutput('net-spread', ['--calls', '6', `http://127.0.0.1:${proxy.ports[n]}`]);
    const [layer4, layer7, alone] = await Promise.all([spread(0), spread(1), spread(2)]);
    assert.match(layer4, /^Connections are spread, requests are not \(layer 4\)/);
    assert.match(layer4, /^Over one connection:\n {5}6 {2}echo-\d\n {5}1 {2}connections$/m);
    assert.match(layer4, /^Over a connection each:\n( {5}3 {2}echo-\d\n){2} {5}6 {2}connections$/m);
    assert.match(layer7, /^Requests are spread \(layer 7\): one connection reaches 2 replicas\.$/m);
    assert.match(layer7, /^Over one connection:\n( {5}3 {2}echo-\d\n){2} {5}1 {2}connections$/m);
    assert.match(alone, /^One replica answered all/);
  });

  test('net-spread: nobody there is exit code 1', async () => {
    const { code, stdout } = await runNetScript('net-spread', ['--calls', '2', 'http://127.0.0.1:9']);
    assert.match(stdout, /^Nobody answered/);
    assert.equal(code, 1);
  });
});

describe('net-throttling', () => {
  test('tells that a container is throttled, by what quota, and in how many periods', async (t) => {
    const cgroup = throttledCgroup();
    if (typeof cgroup === 'string') return t.skip(cgroup);
    t.after(() => cgroup.remove());
    const said = await netScriptOutput('net-throttling', ['--seconds', '2'], cgroup);
    const [, throttled = '', periods = ''] =
      /^THROTTLED: in (\d+) of (\d+) periods all threads waited for the quota \(0\.20 CPUs\), /.exec(said) ?? [];
    assert.ok(Number(throttled) > 0 && Number(throttled) <= Number(periods), said);
    assert.match(said, /^throttled_usec +[\d.]+ s +[\d.]+ s /m);
  });

  test('elsewhere it says so, without privileges too', { skip: NO_ROOT }, async () => {
    const said = await netScriptOutput('net-throttling', ['--seconds', '1'], { privileged: false });
    assert.match(said, /^(Never|Not) throttled/);
  });
});
