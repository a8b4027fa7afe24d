import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIXED_TIME } from '../../../../src/diagnose/rules/stream/fixed-time.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  findings,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, type Fields, message, OK } from '../../../support/script.ts';

/** How requests of Envoy look to its upstream, without and with a route timeout. */
const ENVOY: Fields = { 'x-forwarded-proto': 'http', 'x-request-id': '84c8bf4d' };
const ENVOY_1_S: Fields = { ...ENVOY, 'x-envoy-expected-rq-timeout-ms': '1000' };

/** A request that waits, `ms` long. */
function waited(ms: number, fields: Fields = {}): Conversation {
  const talk = conversation({ startMs: 1 });
  talk.client(talk.request(1, { ...CALL, ...fields }), frames.data(1, message('hello'), { endStream: true }));
  return talk.after(ms);
}

test('the route timeout that Envoy has named, and the time that it took', () => {
  const talk = waited(993.9, { ...ENVOY_1_S, 'grpc-timeout': '19989122u' }).client(frames.rst(1, 'INTERNAL_ERROR'));
  const finding = theFinding(talk, FIXED_TIME);
  assert.equal(finding.severity, 'ERROR');
  assert.match(
    finding.explanation,
    /^The client reset pkg\.Service\/Method with INTERNAL_ERROR after 994 ms\. The request says x-envoy-expected-rq-timeout-ms 1000:/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'CLIENT DATA', 'CLIENT RST_STREAM']);
});

test('the route timeout that Envoy has named, of a request that was read late', () => {
  const finding = theFinding(waited(940, ENVOY_1_S).client(frames.rst(1, 'INTERNAL_ERROR')), FIXED_TIME);
  assert.match(finding.explanation, /after 940 ms\. The request says x-envoy-expected-rq-timeout-ms 1000:/);
});

test('a stream that talks all the time is ended by a timer of the whole call', () => {
  const talk = waited(7, ENVOY_1_S);
  talk.server(talk.response(1, OK));
  for (let n = 0; n < 6; n++) talk.after(150).server(frames.data(1, message('tick')));
  talk.after(95).client(frames.rst(1, 'INTERNAL_ERROR'));
  assert.match(
    theFinding(talk, FIXED_TIME).explanation,
    /after 1 s\. The request says x-envoy-expected-rq-timeout-ms 1000/,
  );
});

test('fifteen seconds without a name are told with whose default they are', () => {
  const finding = theFinding(waited(15_012).server(frames.rst(1, 'INTERNAL_ERROR')), FIXED_TIME);
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /That is 15\.012 s since its request, like a timer of 15 s, the default of Envoy's route timeout\.$/,
  );
});

test('a whole second, where a proxy has left its name', () => {
  const finding = theFinding(waited(997.7, ENVOY).client(frames.rst(1, 'INTERNAL_ERROR')), FIXED_TIME);
  assert.match(
    finding.explanation,
    /That is 0\.998 s since its request, like a timer of 1 s\. The call came through a proxy\.$/,
  );
});

test('what Envoy answers when its timer runs out', () => {
  const talk = waited(999);
  const answer = { ...OK, 'grpc-status': '14', 'grpc-message': 'upstream request timeout', server: 'envoy' };
  const finding = theFinding(talk.server(talk.response(1, answer, { endStream: true })), FIXED_TIME);
  assert.equal(finding.severity, 'ERROR');
  assert.match(
    finding.explanation,
    /answered with grpc-status 14 \("upstream request timeout"\) after 999 ms\. .*timer of 1 s.* through Envoy/,
  );
});

test('504 of nginx, sixty seconds behind the request', () => {
  const talk = waited(60_007);
  talk.server(
    talk.response(1, { ':status': '504', server: 'nginx/1.22.1', 'content-type': 'text/html' }),
    frames.data(1, '<html>', { endStream: true }),
  );
  assert.match(
    theFinding(talk, FIXED_TIME).explanation,
    /answered with status 504 after 60 s\. .*the default of nginx/,
  );
});

test('nginx closes the connection to its upstream when grpc_read_timeout is over', () => {
  const talk = conversation({
    startMs: 1,
    clientSettings: { HEADER_TABLE_SIZE: 0, ENABLE_PUSH: 0, INITIAL_WINDOW_SIZE: 2 ** 31 - 1 },
  });
  talk.client(talk.request(1, CALL), frames.data(1, message('hello'), { endStream: true }));
  talk.after(20).server(talk.response(1, OK), frames.data(1, message('one')));
  const finding = theFinding(talk.after(1_003).end({ how: 'FIN', endedBy: 'CLIENT' }), FIXED_TIME);
  assert.match(
    finding.explanation,
    /^The client closed the connection with pkg\.Service\/Method open, .* That is 1\.003 s since its last DATA or HEADERS, like a timer of 1 s\..* nginx\.$/,
  );
});

test('nginx counts silence alone: a call that was just six seconds long met its timer of five', () => {
  const talk = conversation({
    startMs: 1,
    clientSettings: { HEADER_TABLE_SIZE: 0, ENABLE_PUSH: 0, INITIAL_WINDOW_SIZE: 2 ** 31 - 1 },
  });
  talk.client(talk.request(1, CALL), frames.data(1, message('hello')));
  talk.after(985).server(talk.response(1, OK), frames.data(1, message('one')));
  const finding = theFinding(talk.after(5_022).end({ how: 'FIN', endedBy: 'CLIENT' }), FIXED_TIME);
  assert.match(finding.explanation, /That is 5\.022 s since its last DATA or HEADERS, like a timer of 5 s\./);
});

test('methods have a finding each, and calls of one are counted', () => {
  const talk = conversation({ startMs: 1 });
  [CALL, CALL, { ...CALL, ':path': '/pkg.Service/Other' }].forEach((fields, n) => {
    talk.client(talk.request(1 + 2 * n, { ...fields, ...ENVOY_1_S }, { endStream: true }));
  });
  talk
    .after(1_000)
    .client(frames.rst(1, 'INTERNAL_ERROR'), frames.rst(3, 'INTERNAL_ERROR'), frames.rst(5, 'INTERNAL_ERROR'));
  assert.deepEqual(
    findings(talk, FIXED_TIME).map(({ count, streamId }) => ({ count, streamId })),
    [
      { count: 1, streamId: 5 },
      { count: 2, streamId: 3 },
    ],
  );
});

test('a user with a watch is no failure: CANCEL without a proxy is worth knowing', () => {
  assert.equal(theFinding(waited(60_001).client(frames.rst(1, 'CANCEL')), FIXED_TIME).severity, 'INFO');
});

test('silent: a deadline of the client has a rule of its own', () => {
  assertSilent(waited(15_000, { 'grpc-timeout': '15S' }).client(frames.rst(1, 'CANCEL')), FIXED_TIME);
  assertSilent(waited(1_000, { ...ENVOY_1_S, 'grpc-timeout': '1S' }).client(frames.rst(1, 'CANCEL')), FIXED_TIME);
});

test('silent: times that nobody sets', () => {
  assertSilent(waited(15_400).server(frames.rst(1, 'INTERNAL_ERROR')), FIXED_TIME);
  assertSilent(waited(1_000).server(frames.rst(1, 'INTERNAL_ERROR')), FIXED_TIME);
  assertSilent(waited(7_100, ENVOY).client(frames.rst(1, 'CANCEL')), FIXED_TIME);
  assertSilent(waited(700, ENVOY_1_S).client(frames.rst(1, 'CANCEL')), FIXED_TIME);
});

test('silent: a stream that had been silent for a round time, which is not the time of the call', () => {
  const talk = waited(10);
  talk.server(talk.response(1, OK));
  talk
    .after(7_000)
    .server(frames.data(1, message('one')))
    .after(60_000)
    .server(frames.rst(1, 'INTERNAL_ERROR'));
  assertSilent(talk, FIXED_TIME);
});

test('silent: calls that end well, whenever', () => {
  assertSilent(conversation({ startMs: 1 }).call(1, 15_000, ENVOY), FIXED_TIME);
  const talk = waited(30_000);
  assertSilent(
    talk.server(talk.response(1, { ...OK, 'grpc-status': '14', 'grpc-message': 'no backend' }, { endStream: true })),
    FIXED_TIME,
  );
});

test('silent: a client that closes its connection, whenever', () => {
  assertSilent(waited(60_000).end({ how: 'FIN', endedBy: 'CLIENT' }), FIXED_TIME);
});

test('a call through nginx that is silent for its timer is told by the silence, not by its age', () => {
  const talk = conversation({
    startMs: 1,
    clientSettings: { HEADER_TABLE_SIZE: 0, ENABLE_PUSH: 0, INITIAL_WINDOW_SIZE: 2 ** 31 - 1 },
  });
  talk.client(talk.request(1, CALL), frames.data(1, message('hello'), { endStream: true }));
  talk.after(958).server(talk.response(1, OK), frames.data(1, message('one')));
  const finding = theFinding(talk.after(5_000).end({ how: 'FIN', endedBy: 'CLIENT' }), FIXED_TIME);
  assert.match(finding.explanation, /That is 5 s since its last DATA or HEADERS, like a timer of 5 s/);
});
