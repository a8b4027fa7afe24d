import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MISSING_STATUS } from '../../../../src/diagnose/rules/stream/missing-status.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK, TRAILERS } from '../../../support/script.ts';

/** A call whose response comes 40 ms later. */
function asked(fields: Readonly<Record<string, string>> = {}): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ...fields }), frames.data(1, message('hello'), { endStream: true }));
  return talk.after(40);
}

test('gRPC PROTOCOL-HTTP2, Responses: END_STREAM on DATA leaves a client without a status', () => {
  const talk = asked();
  talk.server(talk.response(1, OK), frames.data(1, message('hello'), { endStream: true }));
  const finding = theFinding(talk, MISSING_STATUS);
  assert.equal(finding.severity, 'ERROR');
  assert.match(
    finding.explanation,
    /^The response to pkg\.Service\/Method ended without the status of gRPC 40 ms behind the request, after 1 message \(10 bytes\) of the response: END_STREAM came without trailers\./,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS', 'SERVER DATA']);
});

test('gRPC PROTOCOL-HTTP2, Responses: trailers need grpc-status', () => {
  const talk = asked();
  talk.server(
    talk.response(1, OK),
    frames.data(1, message('hello')),
    talk.response(1, { other: '1' }, { endStream: true }),
  );
  assert.match(theFinding(talk, MISSING_STATUS).explanation, /: the trailers have no grpc-status\./);
});

test('a head with grpc-status and an empty DATA frame behind it are no trailers-only response', () => {
  const talk = asked();
  talk.server(talk.response(1, { ...OK, ...TRAILERS }), frames.data(1, '', { endStream: true }));
  const finding = theFinding(talk, MISSING_STATUS);
  assert.match(
    finding.explanation,
    /: grpc-status 0 was in the head of the response, and an empty DATA frame ended the stream/,
  );
});

test('a head alone with END_STREAM and without grpc-status is an answer without a status', () => {
  const talk = asked();
  talk.server(talk.response(1, OK, { endStream: true }));
  assert.match(
    theFinding(talk, MISSING_STATUS).explanation,
    /behind the head of the response: END_STREAM came without trailers/,
  );
});

test('calls that end as gRPC has it say nothing: trailers, trailers-only, and those of gRPC-Web in the body', () => {
  assertSilent(conversation().call(1), MISSING_STATUS);
  const only = asked();
  assertSilent(only.server(only.response(1, { ...OK, 'grpc-status': '5' }, { endStream: true })), MISSING_STATUS);
  const web = asked({ 'content-type': 'application/grpc-web+proto' });
  web.server(web.response(1, { ...OK, 'content-type': 'application/grpc-web+proto' }));
  web.server(frames.data(1, message('grpc-status: 0\r\n', 0x80), { endStream: true }));
  assertSilent(web, MISSING_STATUS);
});

test('trailers of gRPC-Web that cannot be read are not taken for missing ones', () => {
  const talk = asked({ 'content-type': 'application/grpc-web' });
  talk.server(talk.response(1, { ...OK, 'content-type': 'application/grpc-web' }));
  assertSilent(talk.server(frames.data(1, message('compressed', 0x81), { endStream: true })), MISSING_STATUS);
});

test('gRPC-Web without trailers in its body has no status', () => {
  const talk = asked({ 'content-type': 'application/grpc-web' });
  talk.server(talk.response(1, { ...OK, 'content-type': 'application/grpc-web' }));
  talk.server(frames.data(1, message('hello'), { endStream: true }));
  assert.match(theFinding(talk, MISSING_STATUS).explanation, /its body has no trailers with grpc-status/);
});

test('an answer that is no gRPC, one that is cut within a message, and one that is reset are about something else', () => {
  const page = asked();
  page.server(
    page.response(1, { ':status': '503', 'content-type': 'text/html' }),
    frames.data(1, '<html>', { endStream: true }),
  );
  assertSilent(page, MISSING_STATUS);
  const cut = asked();
  cut.server(cut.response(1, OK), frames.data(1, message('hello').subarray(0, 7), { endStream: true }));
  assertSilent(cut, MISSING_STATUS);
  const reset = asked();
  assertSilent(reset.server(reset.response(1, OK), frames.rst(1, 'INTERNAL_ERROR')), MISSING_STATUS);
});

test('a response of plain HTTP needs no grpc-status', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ':method': 'GET', 'content-type': 'text/plain' }, { endStream: true }));
  talk.server(talk.response(1, { ':status': '200' }), frames.data(1, 'hello', { endStream: true }));
  assertSilent(talk, MISSING_STATUS);
});
