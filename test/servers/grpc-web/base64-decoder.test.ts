import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { Base64Decoder } from '../../../src/servers/grpc-web/base64-decoder.ts';
import { assertSameHoweverSplit } from '../../support/splits.ts';

function decode(...chunks: readonly string[]): string {
  const decoder = new Base64Decoder();
  const decoded = chunks.map((chunk) => decoder.push(Buffer.from(chunk, 'latin1')));
  decoder.end();
  return Buffer.concat(decoded).toString();
}

/** Of what comes in one chunk, and in single characters. */
function assertRefused(text: string, message: string): void {
  assert.throws(() => decode(text), { message });
  assert.throws(() => decode(...text), { message });
}

suite('Base64Decoder', () => {
  test('RFC 4648 §10: the test vectors', () => {
    for (const [text, encoded] of [
      ['', ''],
      ['f', 'Zg=='],
      ['fo', 'Zm8='],
      ['foo', 'Zm9v'],
      ['foob', 'Zm9vYg=='],
      ['fooba', 'Zm9vYmE='],
      ['foobar', 'Zm9vYmFy'],
    ] as const) {
      assert.equal(decode(encoded), text);
    }
  });

  test('padding may be anywhere, and pieces may be split anywhere', () => {
    const bytes = Buffer.from('Zg==Zm8=Zm9vZg==Zm9vYmE=Zm9v');
    const decoded = assertSameHoweverSplit(bytes, () => {
      const decoder = new Base64Decoder();
      return (chunk) => [...decoder.push(chunk)];
    });
    assert.equal(Buffer.from(decoded).toString(), 'ffofooffoobafoo');
  });

  test('what is no base64 is refused, with its place', () => {
    assertRefused('Zm9v Zg==', 'byte 0x20 came at offset 4 of the body: expected base64');
    assertRefused('Zm9vZ-9v', 'byte 0x2d came at offset 5 of the body: expected base64');
    assertRefused('Zm\xff', 'byte 0xff came at offset 2 of the body: expected base64');
  });

  test('padding in front of the end of a group is refused', () => {
    for (const text of ['Zm9v=AAA', 'Zm9v====', 'Zm9vA===', 'Zm9vAA=A']) {
      const offset = text.indexOf('=');
      assertRefused(text, `padding in the middle came at offset ${offset} of the body: expected base64`);
    }
  });

  test('an end in the middle of a group is refused', () => {
    assertRefused('Zm9vZg', 'the end after 2 of 4 characters came at offset 6 of the body: expected base64');
  });
});
