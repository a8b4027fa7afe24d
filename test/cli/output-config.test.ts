import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServeOptions } from '../../src/cli/options.ts';
import { outputConfigOf } from '../../src/cli/output-config.ts';

const OPTIONS = { httpMetrics: 'off' } as ServeOptions;

test('nothing goes anywhere unless it is asked for', () => {
  assert.deepEqual(outputConfigOf(OPTIONS, true), {
    packetFile: undefined,
    keyLog: undefined,
    accessLog: undefined,
    otlpEndpoint: undefined,
    httpMetrics: false,
  });
});

test('--access-log: a file, or stdout where the trace is not shown there', () => {
  assert.deepEqual(outputConfigOf({ ...OPTIONS, accessLog: 'f' }, true).accessLog, { kind: 'FILE', path: 'f' });
  assert.deepEqual(outputConfigOf({ ...OPTIONS, accessLog: '-' }, false).accessLog, { kind: 'STDOUT' });
  assert.throws(() => outputConfigOf({ ...OPTIONS, accessLog: '-' }, true), {
    message: '--access-log - and the trace would both go to stdout: give --log off too, or a file',
  });
});

test('--tls-keylog has nothing to write without TLS', () => {
  const withTls = { ...OPTIONS, tlsKeylog: 'k', tlsSelfSigned: true };
  assert.equal(outputConfigOf(withTls, true).keyLog, 'k');
  assert.throws(() => outputConfigOf({ ...OPTIONS, tlsKeylog: 'k' }, true), {
    message: '--tls-keylog needs TLS: give --tls-cert and --tls-key too, or --tls-self-signed',
  });
});
