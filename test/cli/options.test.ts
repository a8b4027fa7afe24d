import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Command } from 'commander';
import { applyEnvironment } from '../../src/cli/environment.ts';
import { redactByEnvironment } from '../../src/cli/options/trace.ts';
import { type ServeOptions, serveOptions } from '../../src/cli/options.ts';

/** The whole numbers of a policy: each with a value that it takes. */
const NUMBERS: readonly [flag: string, value: number][] = [
  ['keepalive-time-seconds', 1],
  ['keepalive-timeout-seconds', 3],
  ['min-ping-interval-seconds', 300],
  ['max-connection-age-seconds', 1_209_600],
  ['max-connection-age-grace-seconds', 1],
  ['max-connection-idle-seconds', 1],
  ['max-concurrent-streams', 1],
  ['stream-window-bytes', 2_147_483_647],
  ['connection-window-bytes', 65_535],
  ['header-table-bytes', 0],
  ['max-header-list-bytes', 16_777_215],
  ['max-receive-message-bytes', 0],
  ['max-send-message-bytes', 0],
  ['drain-delay-seconds', 3600],
];

const COLLECTORS: readonly [typed: string, means: string][] = [
  ['http://collector', 'http://collector:4317'],
  ['http://collector:80/', 'http://collector:80'],
  ['https://[::1]:443', 'https://[::1]:443'],
];

/** What is typed, and what it means; in the environment under its own name. */
const VALUES: readonly { flag: string; env: string; typed: string; key: keyof ServeOptions; value: unknown }[] = [
  { flag: '--diagnosis', env: 'SRE_DIAGNOSIS', typed: 'off', key: 'diagnosis', value: 'off' },
  { flag: '--log', env: 'SRE_LOG', typed: 'findings', key: 'log', value: 'findings' },
  { flag: '--host', env: 'SRE_HOST', typed: '::1', key: 'host', value: '::1' },
  { flag: '--grpc-port', env: 'SRE_GRPC_PORT', typed: '0', key: 'grpcPort', value: 0 },
  { flag: '--http-port', env: 'SRE_HTTP_PORT', typed: '65535', key: 'httpPort', value: 65_535 },
  { flag: '--tcp-echo-port', env: 'SRE_TCP_ECHO_PORT', typed: '0', key: 'tcpEchoPort', value: 0 },
  { flag: '--udp-echo-port', env: 'SRE_UDP_ECHO_PORT', typed: '7', key: 'udpEchoPort', value: 7 },
  { flag: '--admin-port', env: 'SRE_ADMIN_PORT', typed: '0', key: 'adminPort', value: 0 },
  { flag: '--admin-port', env: 'SRE_ADMIN_PORT', typed: 'off', key: 'adminPort', value: 'off' },
  { flag: '--admin-host', env: 'SRE_ADMIN_HOST', typed: '::1', key: 'adminHost', value: '::1' },
  { flag: '--admin-token', env: 'SRE_ADMIN_TOKEN', typed: 'secret', key: 'adminToken', value: 'secret' },
  { flag: '--admin-token-file', env: 'SRE_ADMIN_TOKEN_FILE', typed: 'f', key: 'adminTokenFile', value: 'f' },
  { flag: '--channelz', env: 'SRE_CHANNELZ', typed: 'on', key: 'channelz', value: 'on' },
  { flag: '--tls-cert', env: 'SRE_TLS_CERT', typed: 'c.pem', key: 'tlsCert', value: 'c.pem' },
  { flag: '--tls-key', env: 'SRE_TLS_KEY', typed: 'k.pem', key: 'tlsKey', value: 'k.pem' },
  { flag: '--tls-client-ca', env: 'SRE_TLS_CLIENT_CA', typed: 'ca.pem', key: 'tlsClientCa', value: 'ca.pem' },
  ...['require', 'optional'].map((typed) => {
    return {
      flag: '--tls-client-auth',
      env: 'SRE_TLS_CLIENT_AUTH',
      typed,
      key: 'tlsClientAuth' as const,
      value: typed,
    };
  }),
  ...['pretty', 'go', 'nghttp', 'json', 'off'].map((typed) => {
    return { flag: '--log', env: 'SRE_LOG', typed, key: 'log' as const, value: typed };
  }),
  { flag: '--trace-file', env: 'SRE_TRACE_FILE', typed: 'a b', key: 'traceFile', value: 'a b' },
  { flag: '--trace', env: 'SRE_TRACE', typed: 'off', key: 'trace', value: 'off' },
  { flag: '--trace', env: 'SRE_TRACE', typed: 'on', key: 'trace', value: 'on' },
  { flag: '--trace', env: 'SRE_TRACE', typed: 'paused', key: 'trace', value: 'paused' },
  { flag: '--trace-sample', env: 'SRE_TRACE_SAMPLE', typed: '100', key: 'traceSample', value: 100 },
  { flag: '--ring-bytes', env: 'SRE_RING_BYTES', typed: '1048576', key: 'ringBytes', value: 1_048_576 },
  { flag: '--redact-headers', env: 'SRE_REDACT_HEADERS', typed: 'X-A, b', key: 'redactHeaders', value: ['x-a', 'b'] },
  { flag: '--pcap', env: 'SRE_PCAP', typed: 'f', key: 'pcap', value: 'f' },
  { flag: '--tls-keylog', env: 'SRE_TLS_KEYLOG', typed: 'f', key: 'tlsKeylog', value: 'f' },
  { flag: '--access-log', env: 'SRE_ACCESS_LOG', typed: '-', key: 'accessLog', value: '-' },
  { flag: '--http-metrics', env: 'SRE_HTTP_METRICS', typed: 'on', key: 'httpMetrics', value: 'on' },
  ...COLLECTORS.map(([typed, value]) => {
    return { flag: '--otlp-endpoint', env: 'SRE_OTLP_ENDPOINT', typed, key: 'otlpEndpoint' as const, value };
  }),
  { flag: '--payload-bytes', env: 'SRE_PAYLOAD_BYTES', typed: '1048576', key: 'payloadBytes', value: 1_048_576 },
  { flag: '--grace-seconds', env: 'SRE_GRACE_SECONDS', typed: '0', key: 'graceSeconds', value: 0 },
  {
    flag: '--half-closed-idle-seconds',
    env: 'SRE_HALF_CLOSED_IDLE_SECONDS',
    typed: '1',
    key: 'halfClosedIdleSeconds',
    value: 1,
  },
  ...NUMBERS.map(([name, value]) => {
    const env = `SRE_${name.replaceAll('-', '_').toUpperCase()}`;
    const key = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) as keyof ServeOptions;
    return { flag: `--${name}`, env, typed: String(value), key, value };
  }),
  {
    flag: '--permit-ping-without-stream',
    env: 'SRE_PERMIT_PING_WITHOUT_STREAM',
    typed: 'on',
    key: 'permitPingWithoutStream',
    value: 'on',
  },
];

const WRONG: readonly { flag: string; env: string; typed: readonly string[] }[] = [
  { flag: '--host', env: 'SRE_HOST', typed: [''] },
  { flag: '--grpc-port', env: 'SRE_GRPC_PORT', typed: ['65536', '-1', '1.5', '0x10', 'grpc', ' 1', '1e3', ''] },
  { flag: '--http-port', env: 'SRE_HTTP_PORT', typed: ['65536', 'http'] },
  { flag: '--tcp-echo-port', env: 'SRE_TCP_ECHO_PORT', typed: ['65536', 'off'] },
  { flag: '--udp-echo-port', env: 'SRE_UDP_ECHO_PORT', typed: ['65536', 'off'] },
  { flag: '--admin-port', env: 'SRE_ADMIN_PORT', typed: ['65536', 'OFF', 'none'] },
  { flag: '--admin-host', env: 'SRE_ADMIN_HOST', typed: [''] },
  { flag: '--admin-token', env: 'SRE_ADMIN_TOKEN', typed: [''] },
  { flag: '--admin-token-file', env: 'SRE_ADMIN_TOKEN_FILE', typed: [''] },
  { flag: '--channelz', env: 'SRE_CHANNELZ', typed: ['true'] },
  { flag: '--tls-cert', env: 'SRE_TLS_CERT', typed: [''] },
  { flag: '--tls-client-auth', env: 'SRE_TLS_CLIENT_AUTH', typed: ['required', 'none'] },
  {
    flag: '--proxy-protocol',
    env: 'SRE_PROXY_PROTOCOL',
    typed: ['any', '10.0.0.0/33', '::/129', '10.0.0.0/8,', 'fe80::1%lo'],
  },
  { flag: '--log', env: 'SRE_LOG', typed: ['PRETTY', 'text', ''] },
  { flag: '--trace-file', env: 'SRE_TRACE_FILE', typed: [''] },
  { flag: '--trace', env: 'SRE_TRACE', typed: ['true', '1'] },
  { flag: '--trace-sample', env: 'SRE_TRACE_SAMPLE', typed: ['0', '1000001', '1/10'] },
  { flag: '--ring-bytes', env: 'SRE_RING_BYTES', typed: ['1048575', '2147483649', '64MiB'] },
  { flag: '--redact-headers', env: 'SRE_REDACT_HEADERS', typed: ['a,,b', 'a b', 'x:y', 'a,'.repeat(101)] },
  { flag: '--payload-bytes', env: 'SRE_PAYLOAD_BYTES', typed: ['1048577', '1k'] },
  { flag: '--pcap', env: 'SRE_PCAP', typed: [''] },
  { flag: '--http-metrics', env: 'SRE_HTTP_METRICS', typed: ['true'] },
  {
    flag: '--otlp-endpoint',
    env: 'SRE_OTLP_ENDPOINT',
    typed: ['collector:4317', 'grpc://a:1', 'http://a/v1/traces', 'http://u:p@a', 'http://'],
  },
  { flag: '--grace-seconds', env: 'SRE_GRACE_SECONDS', typed: ['3601', '10s'] },
  { flag: '--half-closed-idle-seconds', env: 'SRE_HALF_CLOSED_IDLE_SECONDS', typed: ['0', '3601'] },
  { flag: '--drain-delay-seconds', env: 'SRE_DRAIN_DELAY_SECONDS', typed: ['3601', '-1'] },
  { flag: '--keepalive-time-seconds', env: 'SRE_KEEPALIVE_TIME_SECONDS', typed: ['0', '1209601', '10s'] },
  { flag: '--max-connection-age-seconds', env: 'SRE_MAX_CONNECTION_AGE_SECONDS', typed: ['0', 'INFINITE'] },
  { flag: '--max-concurrent-streams', env: 'SRE_MAX_CONCURRENT_STREAMS', typed: ['0', '1000001'] },
  { flag: '--stream-window-bytes', env: 'SRE_STREAM_WINDOW_BYTES', typed: ['0', '2147483648', '64KiB'] },
  { flag: '--connection-window-bytes', env: 'SRE_CONNECTION_WINDOW_BYTES', typed: ['65534', '2147483648'] },
  { flag: '--header-table-bytes', env: 'SRE_HEADER_TABLE_BYTES', typed: ['1048577'] },
  { flag: '--max-header-list-bytes', env: 'SRE_MAX_HEADER_LIST_BYTES', typed: ['0', '16777216'] },
  { flag: '--max-send-message-bytes', env: 'SRE_MAX_SEND_MESSAGE_BYTES', typed: ['-1'] },
  { flag: '--permit-ping-without-stream', env: 'SRE_PERMIT_PING_WITHOUT_STREAM', typed: ['true', 'yes'] },
];

/** @throws CommanderError with the words for the user */
function parse(args: readonly string[], env: Readonly<Record<string, string>> = {}): ServeOptions {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  for (const option of serveOptions()) command.addOption(option);
  command.parse(args, { from: 'user' });
  applyEnvironment(command, env);
  return command.opts<ServeOptions>();
}

describe('the options of serve', () => {
  test('defaults', () => {
    assert.deepEqual(parse([]), {
      host: '0.0.0.0',
      grpcPort: 50_051,
      httpPort: 8_080,
      adminPort: 8_090,
      adminHost: '127.0.0.1',
      channelz: 'off',
      trace: 'on',
      diagnosis: 'on',
      traceSample: 1,
      ringBytes: 67_108_864,
      redactHeaders: [],
      payloadBytes: 1_024,
      redact: true,
      httpMetrics: 'off',
      graceSeconds: 10,
      drainDelaySeconds: 0,
      halfClosedIdleSeconds: 60,
      keepaliveTimeoutSeconds: 20,
      permitPingWithoutStream: 'off',
      maxConcurrentStreams: 1_000,
      maxReceiveMessageBytes: 4_194_304,
    });
  });

  for (const { flag, env, typed, key, value } of VALUES) {
    test(`${flag} ${typed}, and ${env}=${typed}`, () => {
      assert.deepEqual(parse([flag, typed])[key], value);
      assert.deepEqual(parse([], { [env]: typed })[key], value);
    });
  }

  test('a flag outdoes the environment', () => {
    assert.equal(parse(['--grpc-port', '2'], { SRE_GRPC_PORT: '1' }).grpcPort, 2);
    assert.equal(parse(['--grpc-port', '2'], { SRE_GRPC_PORT: 'nonsense' }).grpcPort, 2);
  });

  test('a variable that is empty is none', () => {
    const empty = Object.fromEntries(VALUES.map(({ env }) => [env, '']));
    assert.deepEqual(parse([], empty), parse([]));
  });

  for (const { flag, env, typed } of WRONG) {
    test(`${flag} and ${env} refuse ${typed.map((each) => `'${each}'`).join(', ')}`, () => {
      for (const each of typed) {
        assert.throws(() => parse([`${flag}=${each}`]), {
          message: new RegExp(`^error: option '${flag} <\\w+>' argument '${each}' is invalid`),
        });
        if (each === '') continue;
        assert.throws(() => parse([], { [env]: each }), {
          message: new RegExp(`'${each}' from env '${env}' is invalid`),
        });
      }
    });
  }

  test('--no-redact', () => {
    assert.equal(parse(['--no-redact']).redact, false);
  });

  test('every option is in the help under a heading, with its range or choices, its default and its name in the environment', () => {
    for (const option of serveOptions()) {
      assert.match(option.description, /\(env: SRE_[A-Z_]+/, option.flags);
      assert.ok(option.helpGroupHeading, option.flags);
      if (typeof option.defaultValue === 'number') assert.match(option.description, /\(\d+ to \d+\)/, option.flags);
    }
  });
});

describe('SRE_NO_REDACT', () => {
  test('true and 1 switch redaction off; nothing, false and 0 do not', () => {
    for (const value of ['true', '1']) assert.equal(redactByEnvironment({ SRE_NO_REDACT: value }), false);
    for (const value of ['', 'false', '0']) assert.equal(redactByEnvironment({ SRE_NO_REDACT: value }), true);
    assert.equal(redactByEnvironment({}), true);
  });

  test('anything else is refused: a secret is not to depend on a guess', () => {
    for (const value of ['yes', 'TRUE', 'on']) {
      assert.throws(() => redactByEnvironment({ SRE_NO_REDACT: value }), {
        message: `SRE_NO_REDACT is '${value}', expected true or false.`,
      });
    }
  });
});

describe('options that are more than a value', () => {
  test('--tls-self-signed is a switch, and so is its variable', () => {
    assert.equal(parse([]).tlsSelfSigned, undefined);
    assert.equal(parse(['--tls-self-signed']).tlsSelfSigned, true);
    for (const [value, expected] of [
      ['true', true],
      ['1', true],
      ['false', false],
      ['0', false],
    ] as const) {
      assert.equal(parse([], { SRE_TLS_SELF_SIGNED: value }).tlsSelfSigned, expected, value);
    }
    assert.equal(parse(['--tls-self-signed'], { SRE_TLS_SELF_SIGNED: 'false' }).tlsSelfSigned, true);
    assert.throws(() => parse([], { SRE_TLS_SELF_SIGNED: 'yes' }), /'yes' .* is invalid\. Expected true or false\./);
  });

  test('--proxy-protocol takes ranges and single addresses of both families', () => {
    const isProxy = parse(['--proxy-protocol', '10.1.0.0/16, 192.0.2.7,fd00::/8,::1']).proxyProtocol ?? assert.fail();
    for (const address of ['10.1.0.0', '10.1.255.255', '192.0.2.7', 'fd12::1', '::1'])
      assert.equal(isProxy(address), true, address);
    for (const address of ['10.2.0.0', '192.0.2.8', 'fe00::1', '::2', ''])
      assert.equal(isProxy(address), false, address);
    const everybody = parse(['--proxy-protocol', '0.0.0.0/0,::/0']).proxyProtocol ?? assert.fail();
    for (const address of ['198.51.100.7', '2001:db8::1']) assert.equal(everybody(address), true, address);
  });
});
