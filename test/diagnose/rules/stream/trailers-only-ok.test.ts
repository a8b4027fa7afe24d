import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TRAILERS_ONLY_OK } from '../../../../src/diagnose/rules/stream/trailers-only-ok.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK, TRAILERS } from '../../../support/script.ts';

function asked(...messages: readonly string[]): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, CALL), ...messages.map((text) => frames.data(1, message(text))));
  return talk.client(frames.data(1, '', { endStream: true })).after(7);
}

test('trailers-only with OK and one request message is told as what may be a mistake', () => {
  const talk = asked('hello');
  talk.server(talk.response(1, { ...OK, ...TRAILERS }, { endStream: true }));
  const finding = theFinding(talk, TRAILERS_ONLY_OK);
  assert.equal(finding.severity, 'INFO');
  assert.match(finding.explanation, /^The server answered pkg\.Service\/Method after 7 ms with OK and no message/);
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS']);
});

test('an error in trailers-only, a reply with its message, and a stream of requests without one are as they should be', () => {
  const failed = asked('hello');
  assertSilent(failed.server(failed.response(1, { ...OK, 'grpc-status': '5' }, { endStream: true })), TRAILERS_ONLY_OK);
  assertSilent(conversation().call(1), TRAILERS_ONLY_OK);
  for (const talk of [asked(), asked('one', 'two')]) {
    assertSilent(talk.server(talk.response(1, { ...OK, ...TRAILERS }, { endStream: true })), TRAILERS_ONLY_OK);
  }
});
