import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMPRESSION_MISUSE } from '../../../../src/diagnose/rules/stream/compression-misuse.ts';
import { UNIMPLEMENTED_METHOD } from '../../../../src/diagnose/rules/stream/unimplemented.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, type Fields, message, OK, TRAILERS } from '../../../support/script.ts';

/** A call with these fields, whose messages have these flags. */
function call(request: Fields, requestFlag: number, response: Fields, responseFlag: number): Conversation {
  const talk = conversation();
  talk.client(
    talk.request(1, { ...CALL, ...request }),
    frames.data(1, message('hello', requestFlag), { endStream: true }),
  );
  talk.server(talk.response(1, { ...OK, ...response }), frames.data(1, message('hello', responseFlag)));
  return talk.server(talk.response(1, TRAILERS, { endStream: true }));
}

const ACCEPTS_GZIP = { 'grpc-accept-encoding': 'identity, gzip' };

test('compression: a compressed message without grpc-encoding cannot be read', () => {
  const talk = call({}, 1, {}, 0);
  const finding = theFinding(talk, COMPRESSION_MISUSE);
  assert.match(finding.explanation, /the client sent a compressed message, and its grpc-encoding is not there/);
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'CLIENT DATA']);
});

test('compression: a reply in an encoding that the client did not list names both', () => {
  const talk = call(ACCEPTS_GZIP, 0, { 'grpc-encoding': 'snappy' }, 1);
  const finding = theFinding(talk, COMPRESSION_MISUSE);
  assert.match(
    finding.explanation,
    /the server sent.* grpc-encoding is snappy, while the client accepts identity, gzip\.$/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS', 'SERVER DATA']);
});

test('statuscodes: UNIMPLEMENTED that speaks of the encoding is about it, and not about the method', () => {
  const talk = conversation();
  talk.client(
    talk.request(1, { ...CALL, 'grpc-encoding': 'snappy' }),
    frames.data(1, message('x', 1), { endStream: true }),
  );
  const refusal = {
    ...OK,
    'grpc-status': '12',
    'grpc-message': 'grpc: Decompressor is not installed for grpc-encoding "snappy"',
  };
  talk.server(talk.response(1, refusal, { endStream: true }));
  const finding = theFinding(talk, COMPRESSION_MISUSE);
  assert.equal(finding.severity, 'ERROR');
  assert.match(finding.explanation, /with grpc-encoding snappy, and the server answered UNIMPLEMENTED/);
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS']);
  assertSilent(talk, UNIMPLEMENTED_METHOD);
});

test('silent: gzip that was agreed on, both ways', () => {
  assertSilent(
    call({ ...ACCEPTS_GZIP, 'grpc-encoding': 'gzip' }, 1, { 'grpc-encoding': 'gzip' }, 1),
    COMPRESSION_MISUSE,
  );
});

test('silent: an encoding that is named, and no message that has it', () => {
  assertSilent(call(ACCEPTS_GZIP, 0, { 'grpc-encoding': 'snappy' }, 0), COMPRESSION_MISUSE);
});

test('silent: a client takes what it sends itself', () => {
  assertSilent(call({ 'grpc-encoding': 'deflate' }, 1, { 'grpc-encoding': 'deflate' }, 1), COMPRESSION_MISUSE);
});

test('silent: UNIMPLEMENTED for another reason behind a compressed request', () => {
  const talk = conversation();
  talk.client(
    talk.request(1, { ...CALL, 'grpc-encoding': 'gzip' }),
    frames.data(1, message('x', 1), { endStream: true }),
  );
  talk.server(talk.response(1, { ...OK, 'grpc-status': '12', 'grpc-message': 'unknown service' }, { endStream: true }));
  assertSilent(talk, COMPRESSION_MISUSE);
});
