import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SILENT_STREAM } from '../../../../src/diagnose/rules/keepalive/silent-stream.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

const PING = '0000000000000001';
const ENVOY = { 'x-envoy-attempt-count': '1' };

/** A stream that waits for events; 5 ms pass until its first message. */
function watch(fields: Readonly<Record<string, string>> = {}): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ...fields }), frames.data(1, message(''), { endStream: true }));
  return talk.after(5).server(talk.response(1, OK), frames.data(1, message('first')));
}

test('Envoy resets a stream that was silent for 300 s, though PINGs kept its connection alive', () => {
  const talk = watch({ ...ENVOY });
  for (let n = 0; n < 9; n++) talk.after(30_000).client(frames.ping(PING)).server(frames.pong(PING));
  talk.after(30_003).client(frames.rst(1, 'INTERNAL_ERROR'));
  const finding = theFinding(talk, SILENT_STREAM);
  assert.equal(finding.severity, 'ERROR');
  assert.equal(finding.streamId, 1);
  assert.equal(
    finding.explanation,
    'pkg.Service/Method (stream 1) was reset by the client, which is Envoy (INTERNAL_ERROR) after 5 min without HEADERS or ' +
      'DATA. That is like a timer of 300 s, the default of stream_idle_timeout of Envoy. In that time 8 PINGs at least kept its ' +
      'connection alive, and not the stream.',
  );
  const PINGS = ['CLIENT PING', 'CLIENT PING', 'CLIENT PING'];
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER DATA', ...PINGS, 'CLIENT RST_STREAM']);
});

test('behind a proxy any whole second is one that somebody has set: Envoy with 1 s', () => {
  const talk = watch({ 'x-forwarded-proto': 'http' }).after(1_003).client(frames.rst(1, 'INTERNAL_ERROR'));
  assert.match(
    theFinding(talk, SILENT_STREAM).explanation,
    /by the client, which is a proxy .* after 1 s .* timer of 1 s\./,
  );
});

test('nginx and ALB: PROTOCOL_ERROR after 60 s, from the server’s side of a connection', () => {
  const talk = watch().after(60_010).server(frames.rst(1, 'PROTOCOL_ERROR'));
  const { severity, explanation } = theFinding(talk, SILENT_STREAM);
  assert.equal(severity, 'ERROR');
  assert.match(
    explanation,
    /reset by the server \(PROTOCOL_ERROR\) after 60 s .*grpc_read_timeout .* the reset came over it\.$/,
  );
});

test('a request that is not complete is a stream that both may be silent on', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ...ENVOY }), frames.data(1, message('half')));
  talk.after(300_001).client(frames.rst(1, 'INTERNAL_ERROR'));
  assert.match(theFinding(talk, SILENT_STREAM).explanation, /timer of 300 s/);
});

test('a cancellation without a sign of a proxy may be the client’s own timer', () => {
  assert.equal(theFinding(watch().after(60_001).client(frames.rst(1, 'CANCEL')), SILENT_STREAM).severity, 'WARNING');
});

test('people who cancel after five or ten seconds are no timer', () => {
  for (const ms of [5_000, 10_000]) assertSilent(watch().after(ms).client(frames.rst(1, 'CANCEL')), SILENT_STREAM);
});

test('a stream that was not silent: its last message came at no round time before', () => {
  const talk = watch({ ...ENVOY })
    .after(270_000)
    .server(frames.data(1, message('event')));
  assertSilent(talk.after(33_700).client(frames.rst(1, 'INTERNAL_ERROR')), SILENT_STREAM);
});

test('a unary call that waits for its answer is the time of the call, S24', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ...ENVOY }), frames.data(1, message('hello'), { endStream: true }));
  assertSilent(talk.after(15_002).client(frames.rst(1, 'INTERNAL_ERROR')), SILENT_STREAM);
});

test('a deadline is no timer of silence, S11', () => {
  const talk = watch({ 'grpc-timeout': '60S' }).after(59_990).client(frames.rst(1, 'CANCEL'));
  assertSilent(talk, SILENT_STREAM);
});

test('a time that Envoy has named is the time of the call, S24', () => {
  const talk = watch({ 'x-envoy-expected-rq-timeout-ms': '15000' });
  assertSilent(talk.after(14_998).client(frames.rst(1, 'INTERNAL_ERROR')), SILENT_STREAM);
});

test('a refused stream, and one that ends well after a round time', () => {
  assertSilent(watch(ENVOY).after(60_000).server(frames.rst(1, 'REFUSED_STREAM')), SILENT_STREAM);
  const talk = watch(ENVOY).after(60_000);
  talk.server(talk.response(1, { 'grpc-status': '14' }, { endStream: true })).client(frames.rst(1, 'NO_ERROR'));
  assertSilent(talk, SILENT_STREAM);
});
