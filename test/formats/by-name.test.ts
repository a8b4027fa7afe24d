import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFormat, FORMAT_NAMES, isFormatName } from '../../src/formats/by-name.ts';
import { frame, stamp } from '../support/events.ts';

const [ping] = stamp([frame('CLIENT', 'PING', 0, { length: 8, ping: { opaque: '0102030405060708', ack: false } })]);

test('every name gives its format', () => {
  assert.ok(ping);
  const firstLines = new Map<string, string>();
  for (const name of FORMAT_NAMES) {
    assert.ok(isFormatName(name));
    firstLines.set(name, createFormat(name, { colour: false, time: 'CLOCK' })(ping)[0] ?? '');
  }
  assert.deepEqual([...firstLines.keys()], ['pretty', 'findings', 'go', 'nghttp', 'json']);
  assert.match(firstLines.get('pretty') ?? '', /^01:42:47\.123 c1 {3}→ 0 {4}PING/);
  assert.equal(firstLines.get('findings'), '');
  assert.match(firstLines.get('go') ?? '', /http2: Framer 0xc0000001c0: read PING/);
  assert.match(firstLines.get('nghttp') ?? '', /recv PING frame/);
  assert.match(firstLines.get('json') ?? '', /^\{"seq":1,/);
});

test('names of object properties are not names of formats', () => {
  for (const name of ['', 'Pretty', 'toString', '__proto__', 'constructor']) assert.equal(isFormatName(name), false);
});
