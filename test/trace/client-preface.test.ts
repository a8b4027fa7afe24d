import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ClientPreface } from '../../src/trace/client-preface.ts';
import { hex, join, PREFACE, toBytes } from '../support/frames.ts';
import { assertSameHoweverSplit } from '../support/splits.ts';

/** What is left of `bytes` as frames, and what is wrong, which must not depend on how the bytes were cut. */
function strip(bytes: Uint8Array): { frames: string; defect: string | undefined } {
  let defect: string | undefined;
  const start = () => {
    const preface = new ClientPreface();
    return (chunk: Uint8Array) => {
      const rest = Array.from(preface.strip(chunk));
      defect = preface.defect;
      return rest;
    };
  };
  const rest = assertSameHoweverSplit(bytes, start);
  const whole = defect;
  start()(bytes);
  assert.equal(defect, whole);
  return { frames: String.fromCharCode(...rest), defect };
}

describe('RFC 9113 §3.4: the preface', () => {
  test('is taken off, and what follows are frames', () => {
    assert.deepEqual(strip(join(PREFACE, toBytes('abc'))), { frames: 'abc', defect: undefined });
    assert.deepEqual(strip(join(PREFACE, PREFACE)).frames, String.fromCharCode(...PREFACE));
  });

  test('that does not come, or not all of it', () => {
    assert.equal(strip(toBytes('')).defect, 'the client sent nothing');
    const defect = 'the client stopped after 10 of the 24 bytes of the preface';
    assert.deepEqual(strip(PREFACE.subarray(0, 10)), { frames: '', defect });
  });

  test('of something else: none of its bytes are frames, however many come', () => {
    const spoke = (head: string) =>
      `the client spoke no HTTP/2: it began with ${head}, expected the preface of RFC 9113 §3.4`;
    const http1 = `POST / HTTP/1.1\r\nHost: a\r\n\r\n`;
    assert.deepEqual(strip(toBytes(http1)), {
      frames: '',
      defect: spoke('"POST / HTTP/1.1…"'),
    });
    assert.deepEqual(strip(hex('16 03 01')), { frames: '', defect: spoke(String.raw`TLS ("\x16\x03\x01")`) });
    assert.equal(strip(toBytes('PRI * HTTP/2.0\r\n\r\nXX\r\n\r\nmore')).frames, '');
    assert.equal(strip(toBytes('PRX')).defect, spoke('"PRX"'));
  });
});
