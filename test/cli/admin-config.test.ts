import assert from 'node:assert/strict';
import { test } from 'node:test';

import { adminConfigOf, adminWarnings } from '../../src/cli/admin-config.ts';
import { ConfigError } from '../../src/cli/config-error.ts';

const OPTIONS = { adminPort: 8_090, adminHost: '127.0.0.1', channelz: 'off' } as const;
const TOKEN = 'correct-horse-battery';

test('without a token it listens only where only this machine reaches it', () => {
  for (const adminHost of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) {
    assert.deepEqual(adminConfigOf({ ...OPTIONS, adminHost }), { host: adminHost, port: 8_090 });
  }
  for (const adminHost of ['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.1', '127.0.0.1.example.com']) {
    assert.throws(() => adminConfigOf({ ...OPTIONS, adminHost }), {
      constructor: ConfigError,
      message:
        `--admin-host ${adminHost} without a token: whoever reaches it could change this server. Give --admin-token-file ` +
        '(or SRE_ADMIN_TOKEN), or a loopback address (127.0.0.1, ::1, localhost)',
    });
  }
});

test('with one it listens anywhere', () => {
  const adminHost = '0.0.0.0';
  assert.deepEqual(adminConfigOf({ ...OPTIONS, adminHost, adminToken: TOKEN }), {
    host: adminHost,
    port: 8_090,
    token: { kind: 'VALUE', value: TOKEN },
  });
  assert.deepEqual(adminConfigOf({ ...OPTIONS, adminTokenFile: 'f' })?.token, { kind: 'FILE', path: 'f' });
});

test('--admin-port off is no listener, and then its host does not matter; its token has no effect', () => {
  const off = { ...OPTIONS, adminPort: 'off', adminHost: '10.0.0.1' } as const;
  assert.equal(adminConfigOf(off), undefined);
  assert.deepEqual(adminWarnings(off, true), []);
  assert.deepEqual(adminWarnings({ ...off, adminTokenFile: 'f' }, true), [
    '--admin-token-file has no effect with --admin-port off',
  ]);
});

test('a token and a file are one too many', () => {
  assert.throws(() => adminConfigOf({ ...OPTIONS, adminToken: TOKEN, adminTokenFile: 'f' }), {
    constructor: ConfigError,
    message: '--admin-token and --admin-token-file both give the token of the admin API: give one of them',
  });
});

test('a token that is none is refused, and not shown', () => {
  for (const adminToken of ['hush', 'hush hush hush hush', 'hush'.repeat(1_000)]) {
    assert.throws(
      () => adminConfigOf({ ...OPTIONS, adminToken }),
      (error) => error instanceof ConfigError && /^--admin-token /.test(error.message) && !/hush/.test(error.message),
    );
  }
});

test('--no-redact shows the token too, which one should know', () => {
  assert.match(adminWarnings({ ...OPTIONS, adminToken: TOKEN }, false)[0] ?? '', /^--no-redact shows the token/);
  assert.deepEqual(adminWarnings({ ...OPTIONS, adminToken: TOKEN }, true), []);
  assert.deepEqual(adminWarnings(OPTIONS, false), []);
});
