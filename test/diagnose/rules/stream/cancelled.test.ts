import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CANCELLED } from '../../../../src/diagnose/rules/stream/cancelled.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

function asked(timeout?: string, fields: Readonly<Record<string, string>> = {}): Conversation {
  const talk = conversation();
  const head = { ...CALL, ...(timeout === undefined ? {} : { 'grpc-timeout': timeout }), ...fields };
  return talk.client(talk.request(1, head), frames.data(1, message('hello'), { endStream: true }));
}

function answering(talk: Conversation): Conversation {
  return talk.server(talk.response(1, OK), frames.data(1, message('one')));
}

test('gRPC PROTOCOL-HTTP2, Timeout: CANCEL at the time of grpc-timeout is the deadline, and nobody had said a word', () => {
  const talk = asked('90m').after(93).client(frames.rst(1, 'CANCEL'));
  const finding = theFinding(talk, CANCELLED);
  assert.equal(finding.severity, 'WARNING');
  assert.equal(
    finding.explanation,
    'The client cancelled pkg.Service/Method 93 ms behind its request, before any of the response: the deadline of 90 ms (grpc-timeout) ' +
      'had passed. The server had said nothing.',
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'CLIENT RST_STREAM']);
});

test('a deadline of a second or more without a byte of the response is an ERROR', () => {
  assert.equal(theFinding(asked('20S').after(20_001).client(frames.rst(1, 'CANCEL')), CANCELLED).severity, 'ERROR');
  const head = asked('20S');
  head.server(head.response(1, OK)).after(20_001).client(frames.rst(1, 'CANCEL'));
  assert.equal(theFinding(head, CANCELLED).severity, 'WARNING');
});

test('a stream that had delivered messages until its deadline may be meant to end so', () => {
  const finding = theFinding(answering(asked('10S')).after(10_002).client(frames.rst(1, 'CANCEL')), CANCELLED);
  assert.equal(finding.severity, 'INFO');
  assert.match(
    finding.explanation,
    /10 s behind its request, after 1 message \(8 bytes\) of the response: the deadline of 10 s/,
  );
});

test('a client measures from before its request: ten percent early is the deadline, more is a cancellation', () => {
  assert.match(
    theFinding(asked('500m').after(451).client(frames.rst(1, 'CANCEL')), CANCELLED).explanation,
    /the deadline of 500 ms/,
  );
  const early = theFinding(asked('500m').after(440).client(frames.rst(1, 'CANCEL')), CANCELLED);
  assert.equal(early.severity, 'INFO');
  assert.match(
    early.explanation,
    /^The client cancelled pkg\.Service\/Method 440 ms behind its request, .* Its deadline of 500 ms was 60 ms ahead:/,
  );
});

test('a client that is a command closes its connection at the deadline', () => {
  const talk = asked('88m').after(90).end({ how: 'FIN', endedBy: 'CLIENT' });
  const finding = theFinding(talk, CANCELLED);
  assert.match(
    finding.explanation,
    /^The client closed the connection with pkg\.Service\/Method open, 90 ms behind its request, .* the deadline of 88 ms/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'streamClosed']);
  assertSilent(asked('880m').after(90).end({ how: 'FIN', endedBy: 'CLIENT' }), CANCELLED);
});

test('a server that counts the deadline too is the first to see it: CANCEL, or grpc-status 4', () => {
  assert.match(
    theFinding(asked('90m').after(91).server(frames.rst(1, 'CANCEL')), CANCELLED).explanation,
    /^The server cancelled pkg\.Service\/Method 91 ms behind its request, .* The server counts the deadline too/,
  );
  const told = asked('90m').after(91);
  told.server(told.response(1, { ...OK, 'grpc-status': '4' }, { endStream: true }));
  assert.equal(
    theFinding(told, CANCELLED).explanation,
    'The server ended pkg.Service/Method with DEADLINE_EXCEEDED 91 ms behind its request: the deadline of 90 ms (grpc-timeout) had passed.',
  );
});

test("a status of 4 before the deadline, or without one, is the application's", () => {
  for (const talk of [asked('500m'), asked()]) {
    talk.after(91);
    talk.server(talk.response(1, { ...OK, 'grpc-status': '4' }, { endStream: true }));
    assertSilent(talk, CANCELLED);
  }
});

test('a cancellation without a deadline is INFO, and says how far the call had come', () => {
  const talk = answering(asked()).after(1_234).client(frames.rst(1, 'CANCEL'));
  const finding = theFinding(talk, CANCELLED);
  assert.equal(finding.severity, 'INFO');
  assert.equal(
    finding.explanation,
    'The client cancelled pkg.Service/Method 1.2 s behind its request, after 1 message (8 bytes) of the response. ' +
      'It had named no deadline: its application, its own caller or a timeout of its own did that.',
  );
  assert.match(finding.advice, /ctx\.Done\(\) in grpc-go/);
});

test("Node's http2 cancels with NO_ERROR", () => {
  assert.equal(theFinding(asked().after(3).client(frames.rst(1, 'NO_ERROR')), CANCELLED).severity, 'INFO');
});

test('CANCEL behind a complete response, and the reset of a server without a deadline, are no cancellation', () => {
  const complete = conversation();
  complete.client(complete.request(1, CALL), frames.data(1, message('hello')));
  complete
    .server(complete.response(1, { ...OK, 'grpc-status': '0' }, { endStream: true }))
    .client(frames.rst(1, 'CANCEL'));
  assertSilent(complete, CANCELLED);
  assertSilent(asked().after(3).server(frames.rst(1, 'CANCEL')), CANCELLED);
});

test('what the server answers behind the cancellation is told with it, and counts as no other', () => {
  const talk = asked('90m').after(93).client(frames.rst(1, 'CANCEL')).after(2);
  talk.server(talk.response(1, { ...OK, 'grpc-status': '4' }, { endStream: true }));
  const finding = theFinding(talk, CANCELLED);
  assert.equal(finding.count, 1);
  assert.match(
    finding.explanation,
    /had passed\. .* The server ended the call with grpc-status 4 2 ms behind that, with 0 bytes more that nobody read\.$/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'CLIENT RST_STREAM', 'SERVER HEADERS']);
});

test('a server that goes on for a second behind the cancellation is told once', () => {
  const talk = answering(asked()).after(50).client(frames.rst(1, 'CANCEL'));
  for (let n = 0; n < 5; n++) talk.after(400).server(frames.data(1, message('more!')));
  const finding = theFinding(talk, CANCELLED);
  assert.equal(finding.count, 1);
  assert.match(
    finding.explanation,
    / 1\.2 s behind that the server still sends: 30 bytes so far, which nobody reads\.$/,
  );
});

test('frames that cross the cancellation are nothing to speak of', () => {
  const talk = answering(asked())
    .after(50)
    .client(frames.rst(1, 'CANCEL'))
    .server(frames.data(1, message('more!')));
  assert.doesNotMatch(theFinding(talk, CANCELLED).explanation, /behind that/);
});

test("a timer of a proxy, a reply over the limit and a page of HTML are why, and not the caller's wish", () => {
  assertSilent(
    asked(undefined, { 'x-envoy-expected-rq-timeout-ms': '15000' }).after(15_001).client(frames.rst(1, 'CANCEL')),
    CANCELLED,
  );
  const large = asked();
  large
    .server(large.response(1, OK), frames.data(1, message('begin', 0, 5_000_395)))
    .after(2)
    .client(frames.rst(1, 'CANCEL'));
  assertSilent(large, CANCELLED);
  const page = asked();
  page.server(page.response(1, { ':status': '503', 'content-type': 'text/html' })).client(frames.rst(1, 'CANCEL'));
  assertSilent(page, CANCELLED);
});

test('a client that does not read until its deadline is about its window', () => {
  const talk = conversation({ clientSettings: { INITIAL_WINDOW_SIZE: 10 } });
  talk.client(
    talk.request(1, { ...CALL, 'grpc-timeout': '5S' }),
    frames.data(1, message('hello'), { endStream: true }),
  );
  talk
    .server(talk.response(1, OK), frames.data(1, message('begin', 0, 500)))
    .after(5_001)
    .client(frames.rst(1, 'CANCEL'));
  assertSilent(talk, CANCELLED);
});

test('cancelled paths of plain HTTP are one cause, without their queries', () => {
  const talk = conversation();
  for (const id of [1, 3]) {
    talk.client(
      talk.request(
        id,
        { ...CALL, ':method': 'GET', ':path': `/file/${id}?key=secret`, 'content-type': 'text/plain' },
        { endStream: true },
      ),
    );
    talk.after(7).client(frames.rst(id, 'CANCEL'));
  }
  const finding = theFinding(talk, CANCELLED);
  assert.equal(finding.count, 2);
  assert.match(finding.explanation, /^The client cancelled GET \/file\/3 7 ms behind its request/);
});
