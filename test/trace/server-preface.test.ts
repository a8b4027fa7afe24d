import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServerPreface } from '../../src/trace/server-preface.ts';
import { frames, hex, join, toBytes } from '../support/frames.ts';
import { assertSameHoweverSplit } from '../support/splits.ts';

/** What is left of `bytes` as frames, and what is known of the server, which must not depend on how the bytes were cut. */
function strip(bytes: Uint8Array) {
  const known = () => {
    const preface = new ServerPreface();
    return { preface, push: (chunk: Uint8Array) => Array.from(preface.strip(chunk)) };
  };
  const { preface, push } = known();
  push(bytes);
  assertSameHoweverSplit(bytes, () => {
    const other = known();
    return (chunk) => {
      const rest = other.push(chunk);
      if (chunk.length > 0 && !other.preface.isForeign) assert.equal(other.preface.defect, undefined);
      return rest;
    };
  });
  const rest = assertSameHoweverSplit(bytes, () => known().push);
  const { isForeign, defect, beginning } = preface;
  return { frames: rest.length, isForeign, defect, firstBytes: beginning.firstBytes };
}

describe('RFC 9113 §3.4: a server begins with SETTINGS', () => {
  test('and all that it says are frames', () => {
    const bytes = join(frames.settings({ MAX_CONCURRENT_STREAMS: 1 }), frames.goaway(0));
    const { frames: length, isForeign, defect } = strip(bytes);
    assert.deepEqual([length, isForeign, defect], [bytes.length, false, undefined]);
  });

  test('another frame is one all the same: it is for the frames to say what is wrong with it', () => {
    assert.deepEqual(strip(frames.ping('0102030405060708')).isForeign, false);
  });

  const began = (head: string) => `the server spoke no HTTP/2: it began with ${head}, expected SETTINGS, RFC 9113 §3.4`;
  for (const [what, bytes, looksLike, head] of [
    [
      'an HTTP/1.1 server',
      toBytes('HTTP/1.1 400 Bad Request\r\n\r\n'),
      { looksLike: 'HTTP1' },
      '"HTTP/1.1 400 Bad Request"',
    ],
    [
      'a TLS server that gives up, in 7 bytes',
      hex('15 03 03 00 02 02 78'),
      { looksLike: 'TLS_ALERT', tlsAlert: 120 },
      String.raw`TLS alert 120 no_application_protocol ("\x15\x03\x03\x00\x02\x02x")`,
    ],
    [
      'a TLS server, whose ServerHello would be a frame of type SETTINGS',
      hex('16 03 03 04 00 02 00'),
      { looksLike: 'TLS_HANDSHAKE' },
      String.raw`TLS ("\x16\x03\x03\x04\x00\x02\x00")`,
    ],
    ['a server that speaks first', toBytes('220 smtp.test ESMTP'), { looksLike: 'OTHER' }, '"220 smtp.test ESMTP"'],
    ['one byte', toBytes('H'), { looksLike: 'OTHER' }, '"H"'],
  ] as const) {
    test(`${what} has no frames`, () => {
      assert.deepEqual(strip(bytes), {
        frames: 0,
        isForeign: true,
        defect: began(head),
        firstBytes: { from: 'SERVER', ...looksLike },
      });
    });
  }

  test('a server that says nothing', () => {
    const { isForeign, defect, firstBytes } = strip(toBytes(''));
    assert.deepEqual([isForeign, defect, firstBytes.looksLike], [true, 'the server sent nothing', 'NOTHING']);
  });
});
