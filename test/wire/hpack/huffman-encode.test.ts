import assert from 'node:assert/strict';
import { test } from 'node:test';
import { huffmanLength, writeHuffman } from '../../../src/wire/hpack/huffman-encode.ts';
import { OctetWriter } from '../../../src/wire/hpack/octet-writer.ts';
import { hexOf } from './hex.ts';

function coded(text: string): string {
  const writer = new OctetWriter();
  writeHuffman(writer, text);
  return hexOf(writer.written());
}

test('RFC 7541 C.4 and C.6: strings as printed there', () => {
  assert.equal(coded('www.example.com'), 'f1e3c2e5f23a6ba0ab90f4ff');
  assert.equal(coded('no-cache'), 'a8eb10649cbf');
  assert.equal(coded('307'), '640eff');
  assert.equal(coded('Mon, 21 Oct 2013 20:13:21 GMT'), 'd07abe941054d444a8200595040b8166e082a62d1bff');
});

test('§5.2: the longest codes, one after the other', () => {
  assert.equal(coded('\n'), 'fffffff3');
  assert.equal(coded('\n\r'), 'fffffff3ffffffdf');
});

test('the length is known before anything is written', () => {
  for (const text of ['', '0', 'gzip', '\n', 'é', 'x'.repeat(1000), '\xff'.repeat(999)]) {
    assert.equal(huffmanLength(text), coded(text).length / 2);
  }
});
