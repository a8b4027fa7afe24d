import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseClientHello } from '../../../src/wire/tls/parse-client-hello.ts';
import { alpnExtension, extension, helloBody, sniExtension, vector } from '../../support/client-hello.ts';
import { hex, join, toBytes } from '../../support/frames.ts';

function withExtensions(...extensions: readonly Uint8Array[]) {
  return parseClientHello(helloBody({ extensions: join(...extensions) }));
}

describe('what a ClientHello says', () => {
  test('RFC 5246 §7.4.1.2: nothing where it has no extensions', () => {
    assert.deepEqual(parseClientHello(helloBody({})), { alpn: [] });
  });

  test('among extensions that are not read', () => {
    const grease = extension(0x0a0a, hex('00'));
    assert.deepEqual(withExtensions(grease, alpnExtension(['h2']), grease, sniExtension('a'), grease), {
      sni: 'a',
      alpn: ['h2'],
    });
  });

  test('RFC 7301 §3.1: names of ALPN in the order of the client, whatever bytes they are', () => {
    assert.deepEqual(withExtensions(alpnExtension(['\x0a\x0a', 'grpc-exp', 'h2', ''])), {
      alpn: ['\x0a\x0a', 'grpc-exp', 'h2', ''],
    });
  });

  test('32 names at most', () => {
    const names = Array.from({ length: 33 }, (_, n) => `p${n}`);
    assert.deepEqual(withExtensions(alpnExtension(names))?.alpn, names.slice(0, 32));
  });

  test('RFC 6066 §3: the first host name; names of another type are none', () => {
    const name = (type: number, text: string) => join(Uint8Array.of(type), vector(2, toBytes(text)));
    const list = (...names: readonly Uint8Array[]) => extension(0, vector(2, join(...names)));
    assert.equal(withExtensions(list(name(7, 'x'), name(0, 'a'), name(0, 'b')))?.sni, 'a');
    assert.equal(withExtensions(list(name(7, 'x')))?.sni, undefined);
    assert.equal(withExtensions(list(name(0, '')))?.sni, '');
  });
});

describe('what is malformed', () => {
  test('a vector that is longer than what holds it', () => {
    const whole = helloBody({ extensions: sniExtension('echo.sre') });
    const end = whole.length - sniExtension('echo.sre').length - 2;
    for (let length = 0; length < whole.length; length++) {
      // Where the extensions would begin it is a hello of TLS 1.2 without any.
      const expected = length === end ? { alpn: [] } : undefined;
      assert.deepEqual(parseClientHello(whole.subarray(0, length)), expected, `${length} of ${whole.length}`);
    }
  });

  test('behind an extension that cannot be read nothing is; what came before it is told', () => {
    assert.deepEqual(withExtensions(alpnExtension(['h2']), hex('00 00 00 09 00'), sniExtension('a')), { alpn: ['h2'] });
    assert.deepEqual(withExtensions(hex('00 00')), { alpn: [] });
  });

  test('an extension with content that cannot be read tells nothing, and the others are read', () => {
    assert.deepEqual(withExtensions(extension(0, hex('00 05 00 00 09 61 62')), alpnExtension(['h2'])), {
      alpn: ['h2'],
    });
    assert.deepEqual(withExtensions(extension(16, hex('00 04 02 68 32 09')), sniExtension('a')), {
      sni: 'a',
      alpn: ['h2'],
    });
  });
});
