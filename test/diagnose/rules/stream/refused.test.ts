import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REFUSED } from '../../../../src/diagnose/rules/stream/refused.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  type ConversationOptions,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, OK } from '../../../support/script.ts';

function asked(options: ConversationOptions = {}): Conversation {
  const talk = conversation(options);
  return talk.client(talk.request(1, CALL, { endStream: true })).after(4);
}

test('RFC 9113 §8.7: a refused stream is safe to send again, and was within the limit', () => {
  const talk = asked({ serverSettings: { MAX_CONCURRENT_STREAMS: 100 } }).server(frames.rst(1, 'REFUSED_STREAM'));
  const finding = theFinding(talk, REFUSED);
  assert.equal(finding.severity, 'WARNING');
  assert.equal(
    finding.explanation,
    'The server refused pkg.Service/Method 4 ms behind its request. It allows 100, and the connection had 1 stream open, this one included: ' +
      'it may be overloaded or shutting down. It has done nothing for it: to send it again is safe.',
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER RST_STREAM']);
});

test('a refusal behind GOAWAY is a shutdown', () => {
  const talk = asked()
    .server(frames.goaway(2 ** 31 - 1))
    .after(250)
    .server(frames.rst(1, 'REFUSED_STREAM'));
  const finding = theFinding(talk, REFUSED);
  assert.match(finding.explanation, /It had said GOAWAY NO_ERROR 250 ms before: it shuts the connection down\./);
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER GOAWAY', 'SERVER RST_STREAM']);
});

test('more streams than the server allows are about that limit', () => {
  const talk = asked({ serverSettings: { MAX_CONCURRENT_STREAMS: 1 } });
  talk.client(talk.request(3, CALL, { endStream: true })).server(frames.rst(3, 'REFUSED_STREAM'));
  assertSilent(talk, REFUSED);
});

test('a client that refuses, another code, and REFUSED_STREAM behind a response are no refusal of the server', () => {
  assertSilent(asked().client(frames.rst(1, 'REFUSED_STREAM')), REFUSED);
  assertSilent(asked().server(frames.rst(1, 'CANCEL')), REFUSED);
  const begun = asked();
  assertSilent(begun.server(begun.response(1, OK), frames.rst(1, 'REFUSED_STREAM')), REFUSED);
});
