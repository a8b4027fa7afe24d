import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SNIFF_BYTES, sniff } from '../../src/capture/sniff.ts';
import { PREFACE } from '../../src/wire/http2/preface.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('sniff', () => {
  test('nothing says nothing', () => {
    assert.equal(sniff(latin1('')), undefined);
  });

  test('RFC 9113 §3.4: it is HTTP/2 from the 24th byte of the preface on, and not before', () => {
    assert.equal(SNIFF_BYTES, 24);
    for (let length = 0; length < PREFACE.length; length++) {
      assert.equal(sniff(PREFACE.subarray(0, length)), undefined, `${length} bytes`);
    }
    assert.equal(sniff(PREFACE), 'h2c');
    assert.equal(sniff(Buffer.concat([PREFACE, Buffer.alloc(9)])), 'h2c');
  });

  test('a preface that goes wrong is nothing known, at whichever byte', () => {
    for (let at = 0; at < PREFACE.length; at++) {
      const wrong = Buffer.from(PREFACE);
      wrong[at] = 0x7e;
      assert.equal(sniff(wrong), 'unknown', `byte ${at}`);
      // Not all is said before the wrong byte is there.
      assert.equal(sniff(wrong.subarray(0, at)), undefined, `up to byte ${at}`);
    }
  });

  test('RFC 8446 §5.1: a handshake record is TLS, from its second byte on', () => {
    assert.equal(sniff(latin1('\x16')), undefined);
    assert.equal(sniff(latin1('\x16\x03')), 'tls');
    for (const minor of [0, 1, 2, 3, 4]) assert.equal(sniff(Buffer.of(0x16, 3, minor, 2, 0)), 'tls');
    assert.equal(sniff(latin1('\x16\x02')), 'unknown');
  });

  test('RFC 9110 §9: each method and the space behind it are HTTP/1', () => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']) {
      const line = `${method} /echo HTTP/1.1\r\n`;
      for (let length = 0; length <= line.length; length++) {
        const expected = length <= method.length ? undefined : 'http/1.1';
        assert.equal(sniff(latin1(line.slice(0, length))), expected, line.slice(0, length));
      }
    }
  });

  test('RFC 9110 §9.1: methods are case-sensitive, and end at the space', () => {
    for (const text of ['get /', 'GETS /', 'PRI * HTTP/1.1\r\n\r\n', 'BREW /pot'])
      assert.equal(sniff(latin1(text)), 'unknown');
  });

  test('other bytes are told from the first on', () => {
    for (let byte = 0; byte < 256; byte++) {
      const known = byte === 0x16 || 'PGHDCOT'.includes(String.fromCharCode(byte));
      assert.equal(sniff(Buffer.of(byte)), known ? undefined : 'unknown', `0x${byte.toString(16)}`);
    }
  });
});
