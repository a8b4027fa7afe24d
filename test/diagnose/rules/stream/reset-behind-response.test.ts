import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RESET_BEHIND_RESPONSE } from '../../../../src/diagnose/rules/stream/reset-behind-response.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

/** The server has answered; the client goes on. */
function answeredEarly(fields: Readonly<Record<string, string>> = { 'grpc-status': '3' }): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, message('hello'))).after(1);
  return talk.server(talk.response(1, { ...OK, ...fields }, { endStream: true }));
}

test('RFC 9113 §8.1: NO_ERROR behind a complete response is told as legal, with what the client had sent', () => {
  const talk = answeredEarly().server(frames.rst(1, 'NO_ERROR'));
  const finding = theFinding(talk, RESET_BEHIND_RESPONSE);
  assert.equal(finding.severity, 'INFO');
  assert.match(
    finding.explanation,
    /^The server ended pkg\.Service\/Method with grpc-status 3 INVALID_ARGUMENT, 0 messages and 0 bytes of response, and then reset it with NO_ERROR: the client had sent 10 bytes and not ended its request\./,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS', 'SERVER RST_STREAM']);
});

test('a client that ended its request, and one that resets the stream itself, were not asked to stop', () => {
  assertSilent(
    answeredEarly()
      .client(frames.data(1, '', { endStream: true }))
      .server(frames.rst(1, 'NO_ERROR')),
    RESET_BEHIND_RESPONSE,
  );
  assertSilent(answeredEarly().client(frames.rst(1, 'NO_ERROR')), RESET_BEHIND_RESPONSE);
});

test('NO_ERROR before the status, and behind a page that is no gRPC, have rules of their own', () => {
  const early = conversation();
  early.client(early.request(1, CALL)).server(early.response(1, OK), frames.rst(1, 'NO_ERROR'));
  assertSilent(early, RESET_BEHIND_RESPONSE);
  assertSilent(
    answeredEarly({ ':status': '413', 'content-type': 'text/html' }).server(frames.rst(1, 'NO_ERROR')),
    RESET_BEHIND_RESPONSE,
  );
});
