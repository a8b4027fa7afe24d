import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tlsAlertName, tlsAlertOf } from '../../../src/wire/tls/alert.ts';
import { hex, join } from '../../support/frames.ts';

/** What OpenSSL sends to a client with which it has no protocol in common. */
const NO_ALPN = hex('15 03 03 00 02 02 78');

test('RFC 8446 §6: an alert in clear text is read, also with more behind it', () => {
  assert.equal(tlsAlertOf(NO_ALPN), 120);
  assert.equal(tlsAlertOf(join(NO_ALPN, NO_ALPN)), 120);
});

test('one that is not whole, is encrypted, or is no alert tells nothing', () => {
  for (let length = 0; length < NO_ALPN.length; length++)
    assert.equal(tlsAlertOf(NO_ALPN.subarray(0, length)), undefined);
  assert.equal(tlsAlertOf(hex('15 03 03 00 1a 00 00 00')), undefined);
  assert.equal(tlsAlertOf(hex('16 03 03 00 02 02 78')), undefined);
});

test('names are those of RFC 8446 §6; others have none', () => {
  assert.deepEqual([120, 40, 0, 48, 999].map(tlsAlertName), [
    'no_application_protocol',
    'handshake_failure',
    'close_notify',
    'unknown_ca',
    '',
  ]);
});
