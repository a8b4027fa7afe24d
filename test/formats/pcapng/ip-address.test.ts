import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressBytes, asV6 } from '../../../src/formats/pcapng/ip-address.ts';

function hexOf(text: string): string | undefined {
  const bytes = addressBytes(text);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('hex');
}

for (const [text, hex] of [
  ['10.0.3.7', '0a000307'],
  ['255.255.255.255', 'ffffffff'],
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['2001:db8::7', '20010db8000000000000000000000007'],
  ['fe80::1%eth0', 'fe800000000000000000000000000001'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['1::', '00010000000000000000000000000000'],
  ['::ffff:10.0.3.7', '00000000000000000000ffff0a000307'],
] as const) {
  test(`${text} is ${hex}`, () => assert.equal(hexOf(text), hex));
}

for (const text of [
  '',
  'host',
  '10.0.3',
  '10.0.3.256',
  '1:2:3',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  '1:2:3:4:5:6:7::8',
  'g::',
]) {
  test(`"${text}" is no address`, () => assert.equal(hexOf(text), undefined));
}

test('an address of version 4 among those of version 6, RFC 4291 §2.5.5.2', () => {
  assert.equal(Buffer.from(asV6(Uint8Array.of(10, 0, 3, 7))).toString('hex'), '00000000000000000000ffff0a000307');
});
