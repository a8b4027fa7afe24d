import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FailedHandshake, handshakeEnd } from '../../src/capture/tls-failure.ts';

const FAILED: FailedHandshake = {
  code: '',
  message: 'some words',
  offered: undefined,
  spoken: ['h2'],
  certificateError: undefined,
  hello: undefined,
};

/** Those that clients in the field send; the whole path is in tls.test.ts. */
const ALERTS = [
  'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
  'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  'ERR_SSL_TLSV1_ALERT_SOMETHING_NEW',
];

describe('handshakeEnd', () => {
  for (const code of ALERTS) {
    test(`RFC 8446 §6.2: ${code} is the client's end, by its name`, () => {
      const { endedBy, how, error } = handshakeEnd({ ...FAILED, code });
      assert.deepEqual([endedBy, how], ['CLIENT', 'FIN']);
      const alert = code.replace(/^.*_ALERT_/, '').toLowerCase();
      assert.ok(error?.includes(`alert ${alert}`), error);
    });
  }

  test('what the client said first is told, or what Node knows that it offered', () => {
    const hello = { sni: 'a', alpn: ['x', 'y'] };
    const code = 'ERR_SSL_NO_APPLICATION_PROTOCOL';
    assert.deepEqual(handshakeEnd({ ...FAILED, code, hello, offered: ['x', 'y'] }).clientHello, hello);
    assert.deepEqual(handshakeEnd({ ...FAILED, code, offered: ['x'] }).clientHello, { alpn: ['x'] });
    assert.deepEqual(handshakeEnd({ ...FAILED, code: 'ECONNRESET', hello }).clientHello, hello);
  });

  test('what is not known is told as it came', () => {
    assert.deepEqual(handshakeEnd({ ...FAILED, code: 'ERR_SSL_NEW' }), {
      how: 'LOCAL',
      error: 'TLS handshake: ERR_SSL_NEW: some words',
    });
  });

  test('Node tells FIN and RST by one code', () => {
    const ended = { ...FAILED, code: 'ECONNRESET' };
    assert.equal(handshakeEnd({ ...ended, message: 'socket hang up' }).how, 'FIN');
    assert.equal(handshakeEnd({ ...ended, message: 'read ECONNRESET' }).how, 'RST');
  });

  test('a protocol in common is not the reason', () => {
    const { error } = handshakeEnd({ ...FAILED, code: 'ERR_TLS_HANDSHAKE_TIMEOUT', offered: ['h2'] });
    assert.equal(error, 'TLS handshake: the client did not finish it in time');
  });
});
