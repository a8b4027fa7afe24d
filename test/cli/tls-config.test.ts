import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConfigError } from '../../src/cli/config-error.ts';
import type { TlsOptions } from '../../src/cli/options/tls.ts';
import { tlsConfigOf } from '../../src/cli/tls-config.ts';

const FILES: TlsOptions = { tlsCert: 'c.pem', tlsKey: 'k.pem' };

describe('tlsConfigOf', () => {
  test('nothing is clear text', () => {
    assert.equal(tlsConfigOf({}), undefined);
    assert.equal(tlsConfigOf({ tlsSelfSigned: false }), undefined);
  });

  test('a certificate and its key, or one that is made', () => {
    const identity = { kind: 'FILES', certificateFile: 'c.pem', keyFile: 'k.pem' };
    assert.deepEqual(tlsConfigOf(FILES), { identity });
    assert.deepEqual(tlsConfigOf({ tlsSelfSigned: true }), { identity: { kind: 'SELF_SIGNED' } });
  });

  test('with a CA, clients must have a certificate unless it is optional', () => {
    const clientsOf = (options: TlsOptions) => tlsConfigOf({ ...FILES, tlsClientCa: 'ca.pem', ...options })?.clients;
    assert.deepEqual(clientsOf({}), { caFile: 'ca.pem', auth: 'require' });
    assert.deepEqual(clientsOf({ tlsClientAuth: 'require' }), { caFile: 'ca.pem', auth: 'require' });
    assert.deepEqual(clientsOf({ tlsClientAuth: 'optional' }), { caFile: 'ca.pem', auth: 'optional' });
  });

  const wrong: [string, TlsOptions, RegExp][] = [
    ['a certificate without its key', { tlsCert: 'c' }, /^--tls-cert needs its --tls-key$/],
    ['a key without its certificate', { tlsKey: 'k' }, /^--tls-key needs its --tls-cert$/],
    ['both kinds of certificate', { ...FILES, tlsSelfSigned: true }, /give it or --tls-cert, not both$/],
    ['a made certificate with a key', { tlsKey: 'k', tlsSelfSigned: true }, /give it or --tls-key, not both$/],
    ['a CA without TLS', { tlsClientCa: 'ca' }, /^--tls-client-ca needs TLS: give --tls-cert and --tls-key too/],
    [
      'a mode without a CA',
      { ...FILES, tlsClientAuth: 'optional' },
      /^--tls-client-auth optional needs --tls-client-ca/,
    ],
  ];
  for (const [name, options, message] of wrong) {
    test(`refused: ${name}`, () => {
      assert.throws(
        () => tlsConfigOf(options),
        (error) => error instanceof ConfigError && message.test(error.message),
      );
    });
  }
});
