import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeBinaryMetadata, encodeBinaryMetadata, isBinaryName } from '../../../src/wire/grpc/binary-metadata.ts';
import { seededRandom } from '../../support/seeded-random.ts';

function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}

describe('RFC 4648 §10: test vectors', () => {
  for (const [text, padded] of [
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ] as const) {
    test(`"${text}" is "${padded}", with or without its padding`, () => {
      const unpadded = padded.replaceAll('=', '');
      assert.deepEqual(decodeBinaryMetadata(padded), [bytes(text)]);
      assert.deepEqual(decodeBinaryMetadata(unpadded), [bytes(text)]);
      assert.equal(encodeBinaryMetadata(bytes(text)), unpadded);
    });
  }
});

describe('PROTOCOL-HTTP2: Binary-Header', () => {
  test('values are emitted without padding, and read either way, as Node encodes them', () => {
    const random = seededRandom(7);
    for (let size = 0; size < 300; size++) {
      const value = random.bytes(size);
      const padded = Buffer.from(value).toString('base64');
      assert.equal(encodeBinaryMetadata(value), padded.replaceAll('=', ''));
      assert.deepEqual(decodeBinaryMetadata(padded), [value]);
      assert.deepEqual(decodeBinaryMetadata(encodeBinaryMetadata(value)), [value]);
    }
  });

  test('joined values are split on the comma before decoding', () => {
    assert.deepEqual(decodeBinaryMetadata('Zg==,Zm8, Zm9v'), [bytes('f'), bytes('fo'), bytes('foo')]);
    assert.deepEqual(decodeBinaryMetadata('Zg,,Zg'), [bytes('f'), bytes(''), bytes('f')]);
  });

  test('a value that is no base64 is undefined, and its neighbours are read', () => {
    assert.deepEqual(decodeBinaryMetadata('Zg,n o,Zg'), [bytes('f'), undefined, bytes('f')]);
  });

  for (const value of [
    'Z',
    'Zm9vY',
    'Zg=',
    'Zg===',
    '=',
    '==',
    '====',
    'Z===',
    'Zm9v=',
    'Z=g=',
    'Zm9v Zg',
    'Z-_g',
    'Zm9é',
    'Zm9\u0161',
    '{"a":1}',
  ]) {
    test(`${JSON.stringify(value)} is no base64`, () => assert.deepEqual(decodeBinaryMetadata(value), [undefined]));
  }

  test('what is not base64 never becomes bytes: every single foreign character', () => {
    for (let code = 0; code < 256; code++) {
      const character = String.fromCharCode(code);
      if (/[A-Za-z0-9+/=,]/.test(character)) continue;
      assert.deepEqual(decodeBinaryMetadata(`Zm${character}v`), [undefined], `code ${code}`);
    }
  });

  test('the name ends in -bin', () => {
    assert.equal(isBinaryName('grpc-status-details-bin'), true);
    assert.equal(isBinaryName('x-bin-id'), false);
  });
});
