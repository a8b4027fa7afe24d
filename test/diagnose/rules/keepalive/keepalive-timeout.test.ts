import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEEPALIVE_TIMEOUT } from '../../../../src/diagnose/rules/keepalive/keepalive-timeout.ts';
import { assertEvidence, assertSilent, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

const PING = '0000000000000001';

test('a server that ends the connection because its PING was not answered', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL));
  talk.after(10_000).server(frames.ping(PING));
  talk
    .after(1_500)
    .server(frames.goaway(1, 'NO_ERROR', 'keepalive_timeout'))
    .end({ how: 'FIN', endedBy: 'SERVER' });
  const finding = theFinding(talk, KEEPALIVE_TIMEOUT);
  assert.equal(finding.severity, 'ERROR');
  assert.equal(
    finding.explanation,
    'The server waited 1.5 s for the ACK of its PING, then ended the connection, with 1 open stream. ' +
      'In that time the client sent nothing at all.',
  );
  assertEvidence(talk, finding, ['SERVER PING', 'SERVER GOAWAY']);
});

test('it is told with the GOAWAY: who does not read lets the connection live on, and may answer when it is over', () => {
  const talk = conversation().call(1).after(1_000).server(frames.ping(PING));
  talk.after(1_000).server(frames.goaway(1, 'NO_ERROR', 'keepalive_timeout'));
  assert.match(theFinding(talk, KEEPALIVE_TIMEOUT).explanation, /^The server waited 1 s for the ACK/);
  talk.after(50_000).client(frames.pong(PING)).end({ how: 'FIN', endedBy: 'CLIENT' });
  assert.equal(theFinding(talk, KEEPALIVE_TIMEOUT).count, 1);
});

test('without a GOAWAY it is told with the end', () => {
  const talk = conversation().call(1).after(1_000).client(frames.ping(PING));
  talk.after(10_000).end({ how: 'FIN', endedBy: 'CLIENT' });
  const finding = theFinding(talk, KEEPALIVE_TIMEOUT);
  assert.equal(finding.severity, 'WARNING');
  assertEvidence(talk, finding, ['CLIENT PING', 'connectionClosed']);
});

test('a client that gives up a server that is busy: frames came, and no ACK', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL)).server(talk.response(1, OK));
  talk.after(10_000).client(frames.ping(PING));
  talk
    .after(700)
    .server(frames.data(1, message('bulk')))
    .after(19_300)
    .end({ how: 'RST', endedBy: 'CLIENT' });
  const finding = theFinding(talk, KEEPALIVE_TIMEOUT);
  assert.match(finding.explanation, /^The client waited 20 s for the ACK/);
  assert.match(finding.explanation, /The server lives: it sent other frames, the last one 700 ms behind the PING\.$/);
});

test('25 s without an ACK are told while the connection is open, once', () => {
  const talk = conversation().call(1).after(5_000).client(frames.ping(PING)).after(60_000);
  const finding = theFinding(talk, KEEPALIVE_TIMEOUT);
  assert.equal(finding.count, 1);
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /^A PING of the client has had no ACK for 2[56] s; gRPC waits for 20 s by default\./,
  );
});

test('a PING that is sent again with the same bytes does not make the first one younger', () => {
  const talk = conversation().call(1);
  for (let n = 0; n < 4; n++) talk.after(9_000).client(frames.ping(PING));
  assert.equal(theFinding(talk, KEEPALIVE_TIMEOUT).count, 1);
});

test('the second silence of a connection is another occurrence', () => {
  const talk = conversation().call(1);
  for (let n = 0; n < 2; n++) talk.client(frames.ping(PING)).after(27_000).server(frames.pong(PING)).after(2_000);
  assert.equal(theFinding(talk, KEEPALIVE_TIMEOUT).count, 2);
});

test('behind a long silence the network is named', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL)).after(5).server(talk.response(1, OK));
  talk.after(400_000).server(frames.ping(PING)).after(20_000).end({ how: 'FIN', endedBy: 'SERVER' });
  const { explanation } = theFinding(talk, KEEPALIVE_TIMEOUT);
  assert.match(explanation, /the first frame behind 6\.7 min of silence: something on the way may have forgotten/);
});

test('a window that is used up shows that nobody reads', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL)).server(talk.response(1, OK));
  for (let sent = 0; sent < 65_535; sent += 13_107) talk.server(frames.data(1, new Uint8Array(13_107)));
  talk.server(frames.ping(PING)).after(2_000).end({ how: 'FIN', endedBy: 'SERVER' });
  assert.match(
    theFinding(talk, KEEPALIVE_TIMEOUT).explanation,
    /window of the server has been used up for 2 s: it is not read/,
  );
});

test('PINGs that are answered, slowly too, and a connection that ends well', () => {
  const talk = conversation().call(1);
  for (let n = 0; n < 5; n++) talk.after(1_000).client(frames.ping(PING)).after(15_000).server(frames.pong(PING));
  assertSilent(talk.end({ how: 'FIN', endedBy: 'CLIENT' }), KEEPALIVE_TIMEOUT);
});

test('a client that pings and leaves, as one that measures its bandwidth, has not waited', () => {
  const talk = conversation().call(1).client(frames.ping(PING)).after(300).end({ how: 'FIN', endedBy: 'CLIENT' });
  assertSilent(talk, KEEPALIVE_TIMEOUT);
});

test('who was pinged may leave', () => {
  const talk = conversation().call(1).server(frames.ping(PING)).after(5_000).end({ how: 'FIN', endedBy: 'CLIENT' });
  assertSilent(talk, KEEPALIVE_TIMEOUT);
});

test('RFC 9113 §6.8: the PING of a graceful end measures its round trip, and is no keepalive', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL));
  talk.server(frames.goaway(2 ** 31 - 1, 'NO_ERROR', 'max_age'), frames.ping(PING));
  talk
    .after(5_000)
    .server(frames.goaway(1, 'NO_ERROR', 'max_age'))
    .after(20_000)
    .end({ how: 'FIN', endedBy: 'SERVER' });
  assertSilent(talk, KEEPALIVE_TIMEOUT);
});
