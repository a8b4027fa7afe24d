import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TRUNCATED_MESSAGE } from '../../../../src/diagnose/rules/stream/truncated-message.ts';
import { assertEvidence, assertSilent, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK, TRAILERS } from '../../../support/script.ts';

test('a response that ends in the middle of a message tells how much of how much came', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, message('hello'), { endStream: true }));
  talk.server(talk.response(1, OK), frames.data(1, message('whole')), frames.data(1, message('half', 0, 400)));
  talk.server(talk.response(1, TRAILERS, { endStream: true }));
  const finding = theFinding(talk, TRUNCATED_MESSAGE);
  assert.match(
    finding.explanation,
    /^The server ended its side of pkg\.Service\/Method in the middle of message 2: of a message of 400 bytes it has sent 4 bytes/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS', 'streamClosed']);
});

test('a request that ends within a prefix tells the bytes that came', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, '\0\0\0', { endStream: true }));
  talk.server(talk.response(1, { ...OK, 'grpc-status': '13' }, { endStream: true }));
  assert.match(
    theFinding(talk, TRUNCATED_MESSAGE).explanation,
    /^The client ended .*3 bytes behind its last complete message/,
  );
});

test('silent: whole messages, however they are cut', () => {
  const talk = conversation();
  const whole = message('hello');
  talk.client(talk.request(1, CALL), frames.data(1, whole.subarray(0, 3)), frames.data(1, whole.subarray(3)));
  talk.client(frames.data(1, '', { endStream: true, padding: 7 }));
  talk.server(
    talk.response(1, OK),
    frames.data(1, whole, { padding: 9 }),
    talk.response(1, TRAILERS, { endStream: true }),
  );
  assertSilent(talk, TRUNCATED_MESSAGE);
});

test('silent: who resets in the middle of a message has not said that it is whole', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, message('half', 0, 400)), frames.rst(1, 'CANCEL'));
  assertSilent(talk, TRUNCATED_MESSAGE);
});

test('silent: trailers of gRPC-Web are in the body, and a page of HTML has no messages', () => {
  const talk = conversation();
  const web = 'application/grpc-web+proto';
  talk.client(talk.request(1, { ...CALL, 'content-type': web }), frames.data(1, message('hello'), { endStream: true }));
  talk.server(talk.response(1, { ':status': '200', 'content-type': web }));
  talk.server(frames.data(1, message('hello')), frames.data(1, message('grpc-status: 0', 0x80), { endStream: true }));
  talk.client(talk.request(3, CALL), frames.data(3, message('hello'), { endStream: true }));
  talk.server(
    talk.response(3, { ':status': '502', 'content-type': 'text/html' }),
    frames.data(3, '<html>', { endStream: true }),
  );
  assertSilent(talk, TRUNCATED_MESSAGE);
});
