import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeTlvs, encodeTlvs } from '../../src/capture/tlv.ts';
import { hex } from '../support/frames.ts';

describe('PROXY protocol §2.2: type-length-value vectors', () => {
  test('are one byte of type, two of length, and the value', () => {
    const tlvs = [
      { type: 0x01, value: Buffer.from('h2') },
      { type: 0xe0, value: Buffer.alloc(0) },
      { type: 0x02, value: Buffer.alloc(300, 7) },
    ];
    const bytes = encodeTlvs(tlvs);
    assert.deepEqual(bytes.subarray(0, 11), Buffer.from(hex('010002 6832 e00000 02012c')));
    assert.deepEqual(decodeTlvs(bytes), new Map(tlvs.map(({ type, value }) => [type, value])));
  });

  test('no bytes are no vectors', () => {
    assert.deepEqual(encodeTlvs([]), Buffer.alloc(0));
    assert.deepEqual(decodeTlvs(new Uint8Array(0)), new Map());
  });

  test('the longest value', () => {
    const value = Buffer.alloc(0xffff, 1);
    assert.deepEqual(decodeTlvs(encodeTlvs([{ type: 5, value }])), new Map([[5, value]]));
  });

  test('cut anywhere inside a vector they are none', () => {
    const bytes = encodeTlvs([{ type: 1, value: Buffer.from('abc') }]);
    for (let length = 1; length < bytes.length; length++) {
      assert.equal(decodeTlvs(bytes.subarray(0, length)), undefined, `${length} of ${bytes.length} bytes`);
    }
  });

  test('are read from where the view begins', () => {
    const bytes = Buffer.concat([Buffer.of(9, 9), encodeTlvs([{ type: 1, value: Buffer.from('x') }])]);
    assert.deepEqual(decodeTlvs(bytes.subarray(2)), new Map([[1, Buffer.from('x')]]));
  });
});
