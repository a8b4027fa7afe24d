import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONCURRENCY_EXCEEDED } from '../../../../src/diagnose/rules/limits/concurrency-exceeded.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames, PREFACE } from '../../../support/frames.ts';
import { CALL as BARE } from '../../../support/script.ts';

/** What clients of gRPC send. */
const CALL = { ...BARE, te: 'trailers' };

function twoRequests(limit: number): Conversation {
  const talk = conversation({ serverSettings: { MAX_CONCURRENT_STREAMS: limit } });
  return talk.client(talk.request(1, CALL), talk.request(3, CALL)).after(4);
}

test('RFC 9113 §5.1.2: a refused stream beyond the limit is told with both numbers, and that a retry is safe', () => {
  const talk = twoRequests(1).server(frames.rst(3, 'REFUSED_STREAM'));
  const finding = theFinding(talk, CONCURRENCY_EXCEEDED);
  assert.equal(finding.severity, 'WARNING');
  assert.equal(finding.streamId, 3);
  assert.match(
    finding.explanation,
    /stream 3 \(pkg\.Service\/Method\) as number 2 of those that were open, and the server allows 1 stream at once\. The client had acknowledged/,
  );
  assert.match(
    finding.explanation,
    /The answer came 4 ms later\. The server refused it with REFUSED_STREAM: nothing was done, a retry is safe\.$/,
  );
  assertEvidence(talk, finding, ['SERVER SETTINGS', 'CLIENT HEADERS', 'SERVER RST_STREAM']);
});

test('before the SETTINGS of the server the client may not have known', () => {
  const talk = conversation({ opening: false });
  talk.client(PREFACE, frames.settings(), talk.request(1, CALL), talk.request(3, CALL));
  talk.server(frames.settings({ MAX_CONCURRENT_STREAMS: 1 }), frames.rst(3, 'PROTOCOL_ERROR'));
  const finding = theFinding(talk, CONCURRENCY_EXCEEDED);
  assert.equal(finding.severity, 'ERROR');
  assert.match(finding.explanation, /had not acknowledged that limit yet/);
});

test('a server that ends the connection for it is told', () => {
  const talk = twoRequests(1).server(frames.goaway(1, 'INTERNAL_ERROR'));
  const finding = theFinding(talk, CONCURRENCY_EXCEEDED);
  assert.match(finding.explanation, /ended the connection with GOAWAY INTERNAL_ERROR\.$/);
  assertEvidence(talk, finding, ['SERVER SETTINGS', 'CLIENT HEADERS', 'SERVER GOAWAY']);
});

test('a stream within the limit is refused for another reason', () => {
  assertSilent(twoRequests(2).server(frames.rst(3, 'REFUSED_STREAM')), CONCURRENCY_EXCEEDED);
});

test('a stream that was the only one beside others that have ended is within the limit', () => {
  const talk = conversation({ serverSettings: { MAX_CONCURRENT_STREAMS: 1 } }).call(1);
  assertSilent(talk.client(talk.request(3, CALL)).server(frames.rst(3, 'REFUSED_STREAM')), CONCURRENCY_EXCEEDED);
});

test("a cancellation of a stream beyond the limit is the client's, and a GOAWAY without an error no answer", () => {
  assertSilent(twoRequests(1).client(frames.rst(3, 'CANCEL')).server(frames.goaway(1)), CONCURRENCY_EXCEEDED);
});
