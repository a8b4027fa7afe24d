import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRAME_TYPE, flagNames, frameTypeName } from '../../../src/wire/http2/frame-type.ts';

test('§6: type codes 0 to 9 have the names of their sections', () => {
  const names = Array.from({ length: 10 }, (_, code) => frameTypeName(code));
  assert.deepEqual(names, [
    'DATA',
    'HEADERS',
    'PRIORITY',
    'RST_STREAM',
    'SETTINGS',
    'PUSH_PROMISE',
    'PING',
    'GOAWAY',
    'WINDOW_UPDATE',
    'CONTINUATION',
  ]);
});

test('RFC 7838 §4, RFC 8336 §2, RFC 9218 §7.1: the extensions have names', () => {
  assert.deepEqual([0xa, 0xc, 0x10].map(frameTypeName), ['ALTSVC', 'ORIGIN', 'PRIORITY_UPDATE']);
});

test('§5.5: any other code is UNKNOWN', () => {
  assert.deepEqual([0xb, 0xd, 0x11, 0xff, 256, -1].map(frameTypeName), Array(6).fill('UNKNOWN'));
});

test('flags are named by the type that defines them, lowest bit first', () => {
  assert.deepEqual(flagNames(FRAME_TYPE.DATA, 0x09), ['END_STREAM', 'PADDED']);
  assert.deepEqual(flagNames(FRAME_TYPE.HEADERS, 0x2d), ['END_STREAM', 'END_HEADERS', 'PADDED', 'PRIORITY']);
  assert.deepEqual(flagNames(FRAME_TYPE.SETTINGS, 0x01), ['ACK']);
  assert.deepEqual(flagNames(FRAME_TYPE.PUSH_PROMISE, 0x0c), ['END_HEADERS', 'PADDED']);
  assert.deepEqual(flagNames(FRAME_TYPE.PING, 0x01), ['ACK']);
  assert.deepEqual(flagNames(FRAME_TYPE.CONTINUATION, 0x04), ['END_HEADERS']);
  assert.deepEqual(flagNames(FRAME_TYPE.DATA, 0), []);
});

test('§4.1: flags that the type does not define keep their bit', () => {
  assert.deepEqual(flagNames(FRAME_TYPE.DATA, 0x44), ['0x4', '0x40']);
  assert.deepEqual(flagNames(FRAME_TYPE.GOAWAY, 0x01), ['0x1']);
  assert.deepEqual(flagNames(0xee, 0x81), ['0x1', '0x80']);
});

test('naming flags makes no array', () => {
  assert.equal(flagNames(FRAME_TYPE.HEADERS, 0x25), flagNames(FRAME_TYPE.HEADERS, 0x25));
  assert.equal(flagNames(0xee, 0x25), flagNames(0xef, 0x25));
});
