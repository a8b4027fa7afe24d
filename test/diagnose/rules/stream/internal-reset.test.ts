import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INTERNAL_RESET } from '../../../../src/diagnose/rules/stream/internal-reset.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

function asked(fields: Readonly<Record<string, string>> = {}): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ...fields }), frames.data(1, message('hello'), { endStream: true }));
  return talk.after(321);
}

function answering(fields: Readonly<Record<string, string>> = {}): Conversation {
  const talk = asked(fields);
  return talk.server(talk.response(1, OK), frames.data(1, message('one')), frames.data(1, message('two'))).after(13);
}

test('gRPC PROTOCOL-HTTP2, Errors: INTERNAL_ERROR of the server tells how far the call had come', () => {
  const talk = answering().server(frames.rst(1, 'INTERNAL_ERROR'));
  const finding = theFinding(talk, INTERNAL_RESET);
  assert.equal(finding.severity, 'ERROR');
  assert.equal(
    finding.explanation,
    'The server reset pkg.Service/Method with INTERNAL_ERROR (2) 334 ms behind its request, after 2 messages (16 bytes) of the response. ' +
      'It says that something failed in its own software, or in a hop behind it. gRPC clients report INTERNAL.',
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS', 'SERVER DATA', 'SERVER RST_STREAM']);
});

test('before the head the response had not begun, behind it no message had come', () => {
  assert.match(
    theFinding(asked().server(frames.rst(1, 'INTERNAL_ERROR')), INTERNAL_RESET).explanation,
    /, before any of the response\./,
  );
  const head = asked();
  head.server(head.response(1, OK), frames.rst(1, 'PROTOCOL_ERROR'));
  assert.match(
    theFinding(head, INTERNAL_RESET).explanation,
    /PROTOCOL_ERROR \(1\) .*, behind the head of the response\./,
  );
});

test('a client that resets with a failure, and a server that cancels on its own, are failures too', () => {
  assert.match(
    theFinding(answering().client(frames.rst(1, 'INTERNAL_ERROR')), INTERNAL_RESET).explanation,
    /^The client reset pkg\.Service\/Method with INTERNAL_ERROR/,
  );
  assert.match(
    theFinding(answering().server(frames.rst(1, 'CANCEL')), INTERNAL_RESET).explanation,
    /CANCEL \(8\) .* It says that it is no longer interested\. gRPC clients report CANCELLED\./,
  );
});

test('codes with a rule of their own are silent: cancellation, refusal, calm, and none', () => {
  assertSilent(answering().client(frames.rst(1, 'CANCEL')), INTERNAL_RESET);
  assertSilent(asked().server(frames.rst(1, 'REFUSED_STREAM')), INTERNAL_RESET);
  for (const error of ['ENHANCE_YOUR_CALM', 'NO_ERROR', 'INADEQUATE_SECURITY'] as const) {
    assertSilent(asked().server(frames.rst(1, error)), INTERNAL_RESET);
  }
});

test('a reset behind a complete response changes nothing of it', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, message('hello')));
  talk
    .server(talk.response(1, { ...OK, 'grpc-status': '5' }, { endStream: true }))
    .client(frames.rst(1, 'PROTOCOL_ERROR'));
  assertSilent(talk, INTERNAL_RESET);
});

test('a deadline, and a timer that Envoy has named, explain it better', () => {
  assertSilent(asked({ 'grpc-timeout': '321m' }).server(frames.rst(1, 'CANCEL')), INTERNAL_RESET);
  const envoy = answering({ 'x-envoy-expected-rq-timeout-ms': '335' });
  assertSilent(envoy.client(frames.rst(1, 'INTERNAL_ERROR')), INTERNAL_RESET);
});

test('what the other side did wrong explains it better', () => {
  const malformed = asked({ connection: 'keep-alive' });
  assertSilent(malformed.server(frames.rst(1, 'PROTOCOL_ERROR')), INTERNAL_RESET);
  const noIncrement = asked().client(frames.windowUpdate(1, 0));
  assertSilent(noIncrement.server(frames.rst(1, 'PROTOCOL_ERROR')), INTERNAL_RESET);
  const page = asked();
  page
    .server(page.response(1, { ':status': '503', 'content-type': 'text/html' }))
    .client(frames.rst(1, 'PROTOCOL_ERROR'));
  assertSilent(page, INTERNAL_RESET);
});
