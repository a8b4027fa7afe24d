import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { configOf } from '../../src/cli/config.ts';
import { ConfigError } from '../../src/cli/config-error.ts';
import type { ServeOptions } from '../../src/cli/options.ts';

const OPTIONS: ServeOptions = {
  host: '0.0.0.0',
  grpcPort: 50_051,
  httpPort: 8_080,
  adminPort: 8_090,
  adminHost: '127.0.0.1',
  channelz: 'off',
  log: 'pretty',
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
};

describe('configOf', () => {
  test('gives seconds as milliseconds, and switches as booleans', () => {
    const { isSecret, policy, ...config } = configOf({
      ...OPTIONS,
      traceFile: 'f',
      graceSeconds: 0,
      drainDelaySeconds: 5,
    });
    assert.deepEqual(config, {
      host: '0.0.0.0',
      grpcPort: 50_051,
      httpPort: 8_080,
      tcpEchoPort: undefined,
      udpEchoPort: undefined,
      admin: { host: '127.0.0.1', port: 8_090 },
      channelz: false,
      tls: undefined,
      isProxy: undefined,
      log: 'pretty',
      traceFile: 'f',
      trace: 'on',
      diagnosis: true,
      ringBytes: 67_108_864,
      sampleOneIn: 1,
      payloadBytes: 1_024,
      graceMs: 0,
      drainDelayMs: 5_000,
      halfClosedIdleMs: 60_000,
      output: {
        packetFile: undefined,
        keyLog: undefined,
        accessLog: undefined,
        otlpEndpoint: undefined,
        httpMetrics: false,
      },
      warnings: [],
    });
    assert.equal(isSecret('Authorization'), true);
    assert.equal(policy.http2.settings.maxConcurrentStreams, 1_000);
  });

  test('--redact-headers: hidden as well as what always is, and also with --no-redact', () => {
    const redactHeaders = ['x-mine'];
    const hidden = (redact: boolean) => {
      const { isSecret } = configOf({ ...OPTIONS, redact, redactHeaders });
      return ['cookie', 'X-Mine', 'x-other'].filter((name) => isSecret(name));
    };
    assert.deepEqual([hidden(true), hidden(false)], [['cookie', 'X-Mine'], ['X-Mine']]);
  });

  test('--log off is no format', () => {
    assert.equal(configOf({ ...OPTIONS, log: 'off' }).log, undefined);
    assert.equal(configOf({ ...OPTIONS, log: 'nghttp' }).log, 'nghttp');
  });

  test('--no-redact keeps nothing back', () => {
    assert.equal(configOf({ ...OPTIONS, redact: false }).isSecret('authorization', true), false);
  });

  test('two listeners cannot share a port, unless it is any free one', () => {
    assert.throws(() => configOf({ ...OPTIONS, grpcPort: 1, httpPort: 1 }), {
      constructor: ConfigError,
      message: '--grpc-port and --http-port are both 1: give each its own, or 0 for a free one',
    });
    assert.equal(configOf({ ...OPTIONS, grpcPort: 0, httpPort: 0 }).grpcPort, 0);
  });

  test('no two TCP listeners can, whichever they are', () => {
    assert.throws(() => configOf({ ...OPTIONS, adminPort: 8_080 }), {
      message: '--http-port and --admin-port are both 8080: give each its own, or 0 for a free one',
    });
    assert.throws(() => configOf({ ...OPTIONS, tcpEchoPort: 8_090 }), { constructor: ConfigError });
    const { tcpEchoPort, udpEchoPort } = configOf({ ...OPTIONS, tcpEchoPort: 7, udpEchoPort: 8_080 });
    assert.deepEqual([tcpEchoPort, udpEchoPort], [7, 8_080]);
  });

  test('the options of the admin API are one', () => {
    const admin = { host: '127.0.0.1', port: 8_090 };
    assert.deepEqual(configOf(OPTIONS).admin, admin);
    const withToken = { ...OPTIONS, adminTokenFile: 'f' };
    assert.deepEqual(configOf(withToken).admin, { ...admin, token: { kind: 'FILE', path: 'f' } });
    assert.equal(configOf({ ...withToken, adminPort: 'off' }).warnings.length, 1);
  });

  for (const trace of ['off', 'paused'] as const) {
    test(`--trace ${trace}: what was asked for waits for somebody to switch it on, who must be able to`, () => {
      const { log, ...untraced } = { ...OPTIONS, trace };
      assert.throws(() => configOf({ ...untraced, traceFile: 'f', adminPort: 'off' }), ConfigError);
      for (const asked of [{ log: 'go' }, { traceFile: 'f' }]) {
        assert.deepEqual(configOf({ ...untraced, ...asked }).warnings, [
          `--trace ${trace}: nothing is shown or written until it is switched on`,
        ]);
      }
      for (const options of [untraced, { ...untraced, log: 'off' }]) {
        const config = configOf(options);
        assert.deepEqual([config.trace, config.warnings], [trace, []]);
      }
    });
  }

  test('what stdout shows is pretty unless something else is asked for', () => {
    const { log, ...others } = OPTIONS;
    assert.equal(configOf(others).log, 'pretty');
  });
});
