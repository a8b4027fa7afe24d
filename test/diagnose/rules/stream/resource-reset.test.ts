import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RESOURCE_RESET } from '../../../../src/diagnose/rules/stream/resource-reset.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  type ConversationOptions,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL } from '../../../support/script.ts';

function asked(options: ConversationOptions = {}): Conversation {
  const talk = conversation(options);
  talk.client(talk.request(1, CALL, { endStream: true }), talk.request(3, CALL, { endStream: true }));
  return talk.after(5);
}

test('gRPC PROTOCOL-HTTP2, Errors: ENHANCE_YOUR_CALM is RESOURCE_EXHAUSTED, with what it may be about', () => {
  const talk = asked().server(frames.rst(3, 'ENHANCE_YOUR_CALM'));
  const finding = theFinding(talk, RESOURCE_RESET);
  assert.equal(finding.severity, 'ERROR');
  assert.equal(
    finding.explanation,
    'The server reset pkg.Service/Method with ENHANCE_YOUR_CALM 5 ms behind its request, before any of the response. ' +
      'The header list of the request was 248 bytes, and 1 other stream of the connection was open. gRPC clients report RESOURCE_EXHAUSTED.',
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER RST_STREAM']);
});

test('gRPC PROTOCOL-HTTP2, Errors: INADEQUATE_SECURITY is PERMISSION_DENIED, and about TLS', () => {
  const finding = theFinding(asked().server(frames.rst(1, 'INADEQUATE_SECURITY')), RESOURCE_RESET);
  assert.match(
    finding.explanation,
    /It finds TLS of this connection too weak for the request\. gRPC clients report PERMISSION_DENIED\./,
  );
  assert.match(finding.advice, /RFC 9113 §9\.2/);
});

test('a header list over what the server announced is about that limit', () => {
  const talk = asked({ serverSettings: { MAX_HEADER_LIST_SIZE: 100 } });
  assertSilent(talk.server(frames.rst(1, 'ENHANCE_YOUR_CALM')), RESOURCE_RESET);
});

test('other codes, and a GOAWAY with this one, are about something else', () => {
  assertSilent(asked().server(frames.rst(1, 'REFUSED_STREAM')), RESOURCE_RESET);
  assertSilent(
    asked().server(frames.goaway(3, 'ENHANCE_YOUR_CALM')).end({ how: 'FIN', endedBy: 'SERVER' }),
    RESOURCE_RESET,
  );
});
