import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { run } from '../../src/cli/program.ts';
import { fakeIo } from './fake-io.ts';

const FREE_PORTS = ['--host', '127.0.0.1', '--grpc-port', '0', '--http-port', '0', '--admin-port', '0'];

async function ran(args: readonly string[], env = {}): Promise<{ code: number; out: string; err: string }> {
  const io = fakeIo(env);
  const code = await run(args, io);
  return { code, out: io.out(), err: io.err() };
}

describe('sre-test-server', () => {
  test('--version prints that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    assert.deepEqual(await ran(['--version']), { code: 0, out: `${version}\n`, err: '' });
  });

  test('--help and help print help on stdout', async () => {
    for (const args of [['--help'], ['help'], ['-h']]) {
      const { code, out, err } = await ran(args);
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, /^Usage: sre-test-server \[options\] \[command\]/);
    }
  });

  test('serve --help lists every option', async () => {
    const { code, out } = await ran(['serve', '--help']);
    assert.equal(code, 0);
    for (const flag of [
      '--host',
      '--grpc-port',
      '--http-port',
      '--tcp-echo-port',
      '--udp-echo-port',
      '--admin-port',
      '--admin-host',
      '--admin-token ',
      '--admin-token-file',
      '--channelz',
      '--log',
      '--trace-file',
      '--trace ',
      '--trace-sample',
      '--ring-bytes',
      '--redact-headers',
      '--pcap',
      '--tls-keylog',
      '--access-log',
      '--otlp-endpoint',
      '--http-metrics',
      '--payload-bytes',
      '--no-redact',
    ]) {
      assert.ok(out.includes(flag), flag);
    }
  });

  test('no command is a user error: nothing was done, and a script must not go on as if it had been', async () => {
    const { code, out, err } = await ran([]);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /^Usage: sre-test-server/);
  });

  const wrong: [string, string[], RegExp][] = [
    ['an unknown command', ['srve'], /^error: unknown command 'srve'\n\(Did you mean serve\?\)\nUsage: /],
    [
      'an unknown flag',
      ['serve', '--grcp-port', '1'],
      /^error: unknown option '--grcp-port'\n\(Did you mean --grpc-port\?\)\nUsage: /,
    ],
    ['an argument too many', ['serve', 'now'], /^error: too many arguments for 'serve'.*\nUsage: /],
    [
      'a flag without its value',
      ['serve', '--grpc-port'],
      /^error: option '--grpc-port <port>' argument missing\nUsage: /,
    ],
    [
      'a value out of range',
      ['serve', '--grpc-port', '70000'],
      /^error: option '--grpc-port <port>' argument '70000' is invalid\. Expected a whole number from 0 to 65535\.\nUsage: /,
    ],
    [
      'a value that is no choice',
      ['serve', '--log', 'xml'],
      /^error: option '--log <format>' argument 'xml' is invalid\. Allowed choices are .*\nUsage: /,
    ],
    [
      'options that do not go together',
      ['serve', '--trace', 'off', '--trace-file', 'f', '--admin-port', 'off'],
      /^error: --trace off leaves nothing to write to --trace-file f, and .*\nUsage: /,
    ],
    [
      'TLS options that do not go together',
      ['serve', '--tls-cert', 'c.pem'],
      /^error: --tls-cert needs its --tls-key\nUsage: /,
    ],
    [
      'an admin API that others reach, and no token',
      ['serve', '--admin-host', '0.0.0.0'],
      /^error: --admin-host 0\.0\.0\.0 without a token: .*\nUsage: /,
    ],
    [
      'a token that is too short, which nobody is shown',
      ['serve', '--admin-token', 'hush'],
      /^error: --admin-token \(env: SRE_ADMIN_TOKEN\): it has 4 characters: expected 16 to 1024\nUsage: /,
    ],
    [
      'a token file that is not there',
      ['serve', ...FREE_PORTS, '--admin-token-file', '/nowhere'],
      /^error: --admin-token-file \/nowhere: ENOENT.*\nUsage: /,
    ],
  ];
  for (const [name, args, expected] of wrong) {
    test(`${name}: exit code 2, what is wrong, and usage`, async () => {
      const { code, out, err } = await ran(args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, expected);
    });
  }

  test('a wrong SRE_NO_REDACT too', async () => {
    const { code, err } = await ran(['serve'], { SRE_NO_REDACT: 'maybe' });
    assert.equal(code, 2);
    assert.match(err, /^error: SRE_NO_REDACT is 'maybe', expected true or false\.\nUsage: /);
  });
});

describe('sre-test-server serve', () => {
  test('says where it serves what, with commands to copy, and stops on a signal with exit code 0', async () => {
    const io = fakeIo();
    const exit = run(['serve', ...FREE_PORTS], io);
    const [, grpc, http, admin] = await io.said(
      /ready: grpc 127\.0\.0\.1:(\d+), http 127\.0\.0\.1:(\d+), admin 127\.0\.0\.1:(\d+)\n/,
    );
    await io.said(/curl http:/);
    assert.ok(
      io.err().includes(`grpcurl -plaintext -d '{"message":"hello"}' 127.0.0.1:${grpc} sre.echo.v1.EchoService/Echo\n`),
    );
    assert.ok(io.err().includes(`curl --http2-prior-knowledge http://127.0.0.1:${http}/echo\n`));
    assert.ok(io.err().includes(`curl http://127.0.0.1:${admin}/\n`));
    const answer = await fetch(`http://127.0.0.1:${http}/echo`, { headers: { connection: 'close' } });
    assert.equal(answer.status, 200);
    io.signal('SIGTERM');
    assert.equal(await exit, 0);
    assert.match(io.err(), /\nSIGTERM: not serving any more; calls in flight have 10 s\nstopped\n$/);
    assert.match(io.out(), /GET \/echo/);
  });

  test('says how to come over TLS behind all that needs none', async () => {
    const io = fakeIo();
    const exit = run(['serve', ...FREE_PORTS, '--tls-self-signed'], io);
    await io.said(
      /curl http:\/\/\S+\/\nTLS on the same ports, .* SHA-256 [0-9A-F:]{95}\n {2}grpcurl -insecure .*\n {2}curl -k https:\/\/\S+\n/,
    );
    io.signal('SIGTERM');
    assert.equal(await exit, 0);
  });

  test('says where the echoes are, and no admin where there is none', async () => {
    const io = fakeIo();
    const echoes = ['--tcp-echo-port', '0', '--udp-echo-port', '0'];
    const exit = run(['serve', ...FREE_PORTS, '--admin-port', 'off', ...echoes], io);
    await io.said(/ready: grpc \S+, http \S+, tcp echo 127\.0\.0\.1:\d+, udp echo 127\.0\.0\.1:\d+\n/);
    io.signal('SIGTERM');
    assert.equal(await exit, 0);
  });

  test('says localhost where it listens on all addresses', async () => {
    const io = fakeIo();
    const exit = run(['serve', '--grpc-port', '0', '--http-port', '0', '--admin-port', '0'], io);
    await io.said(/ready: grpc 0\.0\.0\.0:\d+/);
    await io.said(/http:\/\/localhost:\d+\/echo/);
    io.signal('SIGINT');
    assert.equal(await exit, 0);
  });

  test('a port that is taken: exit code 1, with the flag', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, err } = await ran(['serve', ...FREE_PORTS, '--http-port', String(port)]);
    taken.close();
    assert.equal(code, 1);
    assert.equal(
      err,
      `error: --http-port on --host 127.0.0.1: listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`,
    );
  });

  test('a host that is none: exit code 1', async () => {
    const { code, err } = await ran([
      'serve',
      '--host',
      'no-such-host.invalid',
      '--grpc-port',
      '0',
      '--http-port',
      '0',
    ]);
    assert.equal(code, 1);
    assert.match(err, /^error: --grpc-port on --host no-such-host\.invalid: getaddrinfo E/);
  });

  test('a trace file that cannot be opened: exit code 1, with the flag', async () => {
    const { code, err } = await ran(['serve', ...FREE_PORTS, '--trace-file', '/no/such/folder/trace']);
    assert.equal(code, 1);
    assert.match(err, /^error: --trace-file \/no\/such\/folder\/trace: ENOENT: no such file or directory, open/);
  });
});
