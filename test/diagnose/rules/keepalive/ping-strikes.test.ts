import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PING_STRIKES } from '../../../../src/diagnose/rules/keepalive/ping-strikes.ts';
import { PINGS_WITHOUT_STREAM } from '../../../../src/diagnose/rules/keepalive/pings-without-stream.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  findings,
  found,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

/** What grpc-go measures its bandwidth with. */
const BDP = '02041010090e0707';
const KEEPALIVE = '0000000000000000';

function openCall(talk: Conversation = conversation()): Conversation {
  talk.client(talk.request(1, CALL), frames.data(1, message('hello')));
  return talk.server(talk.response(1, OK));
}

function pings(talk: Conversation, count: number, everyMs: number): Conversation {
  for (let n = 0; n < count; n++) talk.after(everyMs).client(frames.ping(KEEPALIVE)).server(frames.pong(KEEPALIVE));
  return talk;
}

test('gRFC A8: the second PING within 5 min is strike 1, before any server ends the connection', () => {
  const talk = pings(openCall(), 2, 10_000);
  const finding = theFinding(talk, PING_STRIKES);
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /^The client sent a PING 10 s behind its last valid one, with 1 stream open: strike 1 since the server last sent HEADERS or DATA\./,
  );
  assert.match(finding.explanation, /allow one in 5 min, and end the connection with the third strike/);
  assertEvidence(talk, finding, ['CLIENT PING', 'CLIENT PING']);
});

test('a connection that outlives its third strike shows a server that is not like others: ERROR with the fourth', () => {
  const severities = found([pings(openCall(), 5, 10_000)], [PING_STRIKES]).map(({ finding }) => finding.severity);
  assert.deepEqual(severities, ['WARNING', 'WARNING', 'WARNING', 'ERROR']);
});

test('strikes are one cause, which is counted, before and behind the third', () => {
  const [warning, error, ...more] = findings(pings(openCall(), 10, 10_000), PING_STRIKES);
  assert.deepEqual([warning?.count, error?.count, more.length], [3, 6, 0]);
  assert.match(error?.explanation ?? '', /strike 9 .*would have ended the connection with the third, calls and all/);
});

test('gRFC A8: BDP PINGs follow DATA of the server, and are no strikes, however many there are', () => {
  const talk = openCall();
  for (let n = 0; n < 200; n++) {
    talk.after(5).server(frames.data(1, message('bulk')));
    talk.client(frames.ping(BDP)).server(frames.pong(BDP));
  }
  assertSilent(talk, PING_STRIKES);
});

test('PINGs of a server that measures its bandwidth are not the client’s', () => {
  const talk = openCall();
  for (let n = 0; n < 5; n++) talk.after(5).server(frames.ping(BDP)).client(frames.pong(BDP));
  assertSilent(talk, PING_STRIKES);
});

test('gRFC A8: PINGs 5 min apart are allowed while a stream is open', () => {
  assertSilent(pings(openCall(), 4, 300_000), PING_STRIKES);
});

test('without a stream they are another rule’s, with one they are not', () => {
  const idle = pings(conversation().call(1), 3, 10_000);
  assertSilent(idle, PING_STRIKES);
  assert.equal(theFinding(idle, PINGS_WITHOUT_STREAM).count, 2);
  assertSilent(pings(openCall(), 3, 10_000), PINGS_WITHOUT_STREAM);
});

test('servers of HTTP that is no gRPC count no PINGs', () => {
  const talk = conversation({ opened: { listener: 'http' } });
  talk.client(talk.request(1, { ':method': 'GET', ':scheme': 'http', ':path': '/events', ':authority': 'a' }));
  assertSilent(pings(talk, 5, 10_000), PING_STRIKES);
});

test('gRPC on an HTTP port is gRPC', () => {
  const talk = openCall(conversation({ opened: { listener: 'http' } }));
  assert.equal(theFinding(pings(talk, 2, 10_000), PING_STRIKES).count, 1);
});
