import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { after, before, describe, type TestContext, test } from 'node:test';
import { run } from '../../src/cli/program.ts';
import { type FakeIo, fakeIo } from './fake-io.ts';
import { asked, tcpPeer } from './health/asked.ts';

const SERVE = ['serve', '--host', '127.0.0.1', '--log', 'off', '--tls-self-signed'];
const FREE_PORTS = ['--grpc-port', '0', '--http-port', '0', '--admin-port', '0'];

describe('sre-test-server health, of our own server', () => {
  let server: FakeIo;
  let exit: Promise<number>;
  let [grpc, http, admin] = [0, 0, 0];
  before(async () => {
    server = fakeIo();
    exit = run([...SERVE, ...FREE_PORTS], server);
    const ready = await server.said(/ready: grpc \S+:(\d+), http \S+:(\d+), admin \S+:(\d+)\n/);
    [grpc = 0, http = 0, admin = 0] = ready.slice(1).map(Number);
  });
  after(async () => {
    server.signal('SIGTERM');
    assert.equal(await exit, 0);
  });

  test('each form of target finds it healthy', async () => {
    const forms: [string, string, ...string[]][] = [
      [`127.0.0.1:${grpc}`, `grpc 127.0.0.1:${grpc} SERVING`],
      [`grpc://localhost:${grpc}`, `grpc localhost:${grpc} SERVING`],
      [`grpc://127.0.0.1:${grpc}/sre.echo.v1.EchoService`, `grpc 127.0.0.1:${grpc} sre.echo.v1.EchoService SERVING`],
      [`grpcs://127.0.0.1:${grpc}`, `grpcs 127.0.0.1:${grpc} SERVING`, '--insecure-skip-verify'],
      [`127.0.0.1:${http}`, `grpc 127.0.0.1:${http} SERVING`],
      [`http://127.0.0.1:${http}/readyz`, `http 127.0.0.1:${http} GET /readyz 200 OK`],
      [`https://127.0.0.1:${http}/healthz`, `https 127.0.0.1:${http} GET /healthz 200 OK`, '--insecure-skip-verify'],
    ];
    for (const [target, words, ...flags] of forms) {
      assert.deepEqual(await asked([target, ...flags]), { code: 0, out: `healthy: ${words} in N ms\n`, err: '' });
    }
  });

  for (const host of ['', '0.0.0.0', '::', '127.0.0.1', 'localhost']) {
    test(`without a target it is found by its environment, with SRE_HOST=${host}`, async () => {
      const reached = host === 'localhost' ? host : '127.0.0.1';
      const out = `healthy: grpc ${reached}:${grpc} SERVING in N ms\n`;
      assert.deepEqual(await asked([], { SRE_GRPC_PORT: String(grpc), SRE_HOST: host }), { code: 0, out, err: '' });
    });
  }

  test('NOT_SERVING, and a readiness that is gone, are not healthy', async () => {
    await setHealth('NOT_SERVING');
    const words = 'the server is up, and says that it takes no traffic: it starts, stops or was told to';
    assert.deepEqual(await asked([`127.0.0.1:${grpc}`]), {
      code: 1,
      out: `not healthy: grpc 127.0.0.1:${grpc} NOT_SERVING after N ms: ${words}\n`,
      err: '',
    });
    const ready = await asked([`http://127.0.0.1:${http}/readyz`]);
    assert.equal(ready.code, 1);
    assert.match(ready.out, /^not healthy: http \S+ GET \/readyz 503 Service Unavailable after N ms: it says: /);
    await setHealth('SERVING');
    assert.equal((await asked([`127.0.0.1:${grpc}`])).code, 0);
  });

  test('a service that it has not: not healthy, with those that it has', async () => {
    const { code, out } = await asked([`127.0.0.1:${grpc}/no.such.Service`]);
    assert.equal(code, 1);
    assert.match(
      out,
      /no\.such\.Service NOT_FOUND after N ms: it says: unknown service "no\.such\.Service": expected one of /,
    );
  });

  async function setHealth(status: string): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${admin}/api/health`, {
      method: 'PUT',
      body: status,
      headers: { connection: 'close' },
    });
    assert.equal(answer.status, 200, await answer.text());
  }
});

/** A connection that is not closed stays open for ever. */
const PATIENCE_MS = 20_000;

describe('sre-test-server health, of nobody', { concurrency: true }, () => {
  test('where nothing listens: not healthy, whoever says the port', async () => {
    const port = await freedPort();
    const out = `not healthy: grpc 127.0.0.1:${port} refused the connection after N ms: nothing listens there: not up yet, crashed, or another address or port\n`;
    assert.deepEqual(await asked([`127.0.0.1:${port}`]), { code: 1, out, err: '' });
    assert.deepEqual(await asked([], { SRE_GRPC_PORT: String(port) }), { code: 1, out, err: '' });
  });

  test('a name with two addresses where nothing listens', async () => {
    const { code, out } = await asked([`http://localhost:${await freedPort()}/`]);
    assert.equal(code, 1);
    assert.match(out, / refused the connection after N ms: nothing listens there/);
  });

  test('a name that nobody has: not healthy', async () => {
    const { code, out } = await asked(['no-such-host.invalid:1']);
    assert.equal(code, 1);
    assert.match(
      out,
      /^not healthy: grpc no-such-host\.invalid:1 has no address after N ms: DNS does not \w+( for)? no-such-host\.invalid/,
    );
  });

  test('a host that answers no SYN: not healthy when the time is over', {
    skip: process.platform !== 'linux',
  }, async (t) => {
    const port = await fullBacklog(t);
    const words =
      'there was no TCP connection: a firewall or NetworkPolicy drops packets, the host is down, or its backlog is full';
    const out = `not healthy: grpc 127.0.0.1:${port} timed out after N ms: ${words}\n`;
    assert.deepEqual(await asked([`127.0.0.1:${port}`, '--timeout-seconds', '1']), { code: 1, out, err: '' });
  });

  for (const scheme of ['grpc', 'grpcs', 'http', 'https']) {
    test(`${scheme}: the connection to a peer that says nothing is closed when the time is over`, async (t) => {
      const closed = new EventEmitter();
      const port = await tcpPeer(t, (socket) => socket.resume().once('close', () => closed.emit('close')));
      const close = once(closed, 'close', { signal: AbortSignal.timeout(PATIENCE_MS) });
      const { code } = await asked([`${scheme}://127.0.0.1:${port}`, '--timeout-seconds', '1']);
      assert.equal(code, 1);
      await close;
    });
  }

  test('a signal ends it', async (t) => {
    const io = fakeIo();
    const accepted = new EventEmitter();
    const port = await tcpPeer(t, () => accepted.emit('connection'));
    const connection = once(accepted, 'connection');
    const exit = run(['health', `127.0.0.1:${port}`, '--timeout-seconds', '60'], io);
    await connection;
    io.signal('SIGINT');
    assert.equal(await exit, 1);
    assert.match(io.out(), /^not healthy: grpc \S+ gave no answer after \d+ ms: SIGINT came first\n$/);
  });
});

describe('sre-test-server health, wrongly asked', () => {
  const USAGE = '\nUsage: sre-test-server health [options] [target] (--help lists them)\n';
  const wrong: [string, string[], Record<string, string>, string][] = [
    ['a target that is none', ['localhost'], {}, "error: target 'localhost': it has no port: expected host:port, "],
    ['two targets', ['a:1', 'b:1'], {}, "error: too many arguments for 'health'"],
    [
      'a timeout of nothing',
      ['a:1', '--timeout-seconds', '0'],
      {},
      "error: option '--timeout-seconds <n>' argument '0' is invalid. Expected a whole number from 1 to 60.",
    ],
    [
      'a timeout by the environment',
      ['a:1'],
      { SRE_HEALTH_TIMEOUT_SECONDS: '1m' },
      "error: option '--timeout-seconds <n>' value '1m' from env 'SRE_HEALTH_TIMEOUT_SECONDS' is invalid.",
    ],
    ['an unknown flag', ['--port', '1'], {}, "error: unknown option '--port'"],
    [
      'a port that is none by the environment',
      [],
      { SRE_GRPC_PORT: 'tcp://10.0.0.1:50051' },
      "error: option '--grpc-port <port>' value 'tcp://10.0.0.1:50051' from env 'SRE_GRPC_PORT' is invalid.",
    ],
    [
      'a port that only the server knows',
      [],
      { SRE_GRPC_PORT: '0' },
      'error: SRE_GRPC_PORT is 0, so only the server knows its port: give the target, ',
    ],
  ];
  for (const [name, args, env, words] of wrong) {
    test(`${name}: exit code 2, what is wrong, and usage`, async () => {
      const { code, out, err } = await asked(args, env);
      assert.deepEqual([code, out], [2, '']);
      assert.ok(err.startsWith(words), err);
      assert.ok(err.endsWith(USAGE), err);
    });
  }

  test('its help fits 100 columns, and has the forms of targets', async () => {
    const { code, out } = await asked(['--help']);
    assert.equal(code, 0);
    for (const form of ['host:port', 'grpc://', 'grpcs://', 'http://', 'https://', '--timeout-seconds', '--ca']) {
      assert.ok(out.includes(form), form);
    }
    for (const line of out.split('\n')) assert.ok(line.length <= 100, line);
  });
});

/** @returns a port that was free a moment ago */
async function freedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** @returns the port of a process that accepts nobody, and whose queue of connections is full: Linux drops each further SYN */
async function fullBacklog(t: TestContext): Promise<number> {
  const child = spawn(process.execPath, ['-e', DEAF], { stdio: ['ignore', 'pipe', 'inherit'] });
  const clients: Socket[] = [];
  t.after(() => {
    child.kill('SIGKILL');
    for (const client of clients) client.destroy();
  });
  const [said]: Buffer[] = await once(child.stdout, 'data');
  const port = Number(said);
  for (let waiting = 0; waiting < 2; waiting++) {
    const client = connect({ host: '127.0.0.1', port });
    client.on('error', () => {});
    clients.push(client);
    await once(client, 'connect');
  }
  return port;
}

/** A backlog of 1 lets two wait. Atomics.wait keeps Node from accepting them; it gives up by itself after a minute. */
const DEAF = `
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
    process.exit();
  });
`;
