import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { firstBytesOf, looksLike } from '../../src/trace/first-bytes.ts';
import { hex, PREFACE, toBytes } from '../support/frames.ts';

describe('first bytes look like', () => {
  for (const [head, kind] of [
    ['', 'NOTHING'],
    ['GET / HTTP/1.1', 'HTTP1'],
    ['OPTIONS * HTTP/1.1', 'HTTP1'],
    ['CONNECT a.test:443 HTTP/1.1', 'HTTP1'],
    ['VERSION-CONTROL /a HTTP/1.1', 'HTTP1'],
    ['GET http://a.test/ HTTP/1.1', 'HTTP1'],
    ['HTTP/1.1 400 Bad Request', 'HTTP1'],
    ['HTTP/1.0 200', 'HTTP1'],
    ['HTTP/2', 'OTHER'],
    ['GET', 'OTHER'],
    ['get / HTTP/1.1', 'OTHER'],
    ['SSH-2.0-OpenSSH_9.2', 'OTHER'],
    ['\0\0\0\x04\0\0\0\0\0', 'OTHER'],
  ] as const) {
    test(`${kind}: ${JSON.stringify(head)}`, () => assert.equal(looksLike(toBytes(head)), kind));
  }

  test('RFC 9113 §3.4: the preface of HTTP/2 is no request of HTTP/1.1, though it is made to look like one', () => {
    assert.equal(looksLike(PREFACE), 'OTHER');
  });

  test('RFC 8446 §5.1: TLS by the type of its record, from the first byte on', () => {
    for (const record of ['16', '16 03', '16 03 01 02 00 01']) assert.equal(looksLike(hex(record)), 'TLS_HANDSHAKE');
    for (const record of ['15', '15 03 03 00 02 02 78']) assert.equal(looksLike(hex(record)), 'TLS_ALERT');
    for (const other of ['16 02', '15 04', '17 03 03', '14 03 03']) assert.equal(looksLike(hex(other)), 'OTHER');
  });
});

test('an alert has its number where it came', () => {
  assert.deepEqual(firstBytesOf('SERVER', hex('15 03 03 00 02 02 78')), {
    from: 'SERVER',
    looksLike: 'TLS_ALERT',
    tlsAlert: 120,
  });
  assert.deepEqual(firstBytesOf('SERVER', hex('15 03 03 00 02 02')), { from: 'SERVER', looksLike: 'TLS_ALERT' });
  assert.deepEqual(firstBytesOf('CLIENT', hex('15 09 03 00 02 02 78')), { from: 'CLIENT', looksLike: 'OTHER' });
});
