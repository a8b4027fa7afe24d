import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTENT_LENGTH_MISMATCH } from '../../../../src/diagnose/rules/stream/content-length-mismatch.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import type { Fields } from '../../../support/script.ts';

function post(length: string, body: string): Conversation {
  const talk = conversation();
  const fields = {
    ':method': 'POST',
    ':scheme': 'http',
    ':path': '/echo',
    ':authority': 'h',
    'content-length': length,
  };
  return talk.client(talk.request(1, fields), frames.data(1, body, { endStream: true, padding: 3 }));
}

function answered(method: string, response: Fields, body: string): Conversation {
  const talk = conversation();
  talk.client(
    talk.request(1, { ':method': method, ':scheme': 'http', ':path': '/', ':authority': 'h' }, { endStream: true }),
  );
  return talk.server(talk.response(1, response), frames.data(1, body, { endStream: true }));
}

test('RFC 9113 §8.1.1: a request that is shorter than it says, and the reset that it cost', () => {
  const talk = post('10', 'abcd').server(frames.rst(1, 'PROTOCOL_ERROR'));
  const finding = theFinding(talk, CONTENT_LENGTH_MISMATCH);
  assert.equal(
    finding.explanation,
    'On POST /echo the client announced 10 bytes by content-length, and sent 4 bytes. The server reset the stream with PROTOCOL_ERROR.',
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'CLIENT DATA', 'SERVER RST_STREAM']);
});

test('a response that is longer, and one that is cut, by the byte', () => {
  const longer = answered('GET', { ':status': '200', 'content-length': '3' }, 'abcd');
  assert.match(theFinding(longer, CONTENT_LENGTH_MISMATCH).explanation, /the server announced 3 bytes.* sent 4 bytes/);
  const cut = answered('GET', { ':status': '200', 'content-length': '2000' }, 'x'.repeat(1999));
  assert.match(
    theFinding(cut, CONTENT_LENGTH_MISMATCH).explanation,
    /announced 2000 bytes \(2 KiB\).* sent 1999 bytes/,
  );
});

test('more than was announced is wrong before the end', () => {
  const talk = conversation();
  const fields = { ':method': 'POST', ':scheme': 'http', ':path': '/echo', ':authority': 'h', 'content-length': '2' };
  talk.client(talk.request(1, fields), frames.data(1, 'abcd')).server(frames.rst(1, 'PROTOCOL_ERROR'));
  assert.match(theFinding(talk, CONTENT_LENGTH_MISMATCH).explanation, /announced 2 bytes.* sent 4 bytes/);
});

test('silent: the length that was said, padding not counted', () => {
  const talk = post('4', 'abcd');
  talk.server(
    talk.response(1, { ':status': '200', 'content-length': '2' }),
    frames.data(1, 'ok', { endStream: true, padding: 9 }),
  );
  assertSilent(talk, CONTENT_LENGTH_MISMATCH);
});

test('RFC 9110 §8.6: silent where the length is that of another response', () => {
  assertSilent(answered('HEAD', { ':status': '200', 'content-length': '100' }, ''), CONTENT_LENGTH_MISMATCH);
  assertSilent(answered('GET', { ':status': '304', 'content-length': '100' }, ''), CONTENT_LENGTH_MISMATCH);
});

test('silent: a body that was given up, and one without content-length', () => {
  const talk = conversation();
  talk.client(
    talk.request(1, { ':method': 'GET', ':scheme': 'http', ':path': '/', ':authority': 'h' }, { endStream: true }),
  );
  talk.server(talk.response(1, { ':status': '200', 'content-length': '100' }), frames.data(1, 'half'));
  assertSilent(talk.client(frames.rst(1, 'CANCEL')), CONTENT_LENGTH_MISMATCH);
  assertSilent(answered('GET', { ':status': '200' }, 'abcd'), CONTENT_LENGTH_MISMATCH);
});
