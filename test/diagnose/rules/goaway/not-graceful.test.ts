import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ANY_STREAM } from '../../../../src/diagnose/rules/goaway/goaways.ts';
import { GRACE_OVER } from '../../../../src/diagnose/rules/goaway/grace-over.ts';
import { NOT_GRACEFUL } from '../../../../src/diagnose/rules/goaway/not-graceful.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  findings,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, OK, TRAILERS } from '../../../support/script.ts';

const PING = '0106010800030309';

/** A round trip of 5 ms is known, and these streams are open. */
function open(...streamIds: readonly number[]): Conversation {
  const talk = conversation().server(frames.ping(PING)).after(5).client(frames.pong(PING));
  for (const id of streamIds) talk.client(talk.request(id, CALL));
  return talk.after(10);
}

describe('a single GOAWAY', () => {
  test('RFC 9113 §6.8: streams that it leaves out may be sent again', () => {
    const talk = open(1, 3, 5).server(frames.goaway(1));
    const finding = theFinding(talk, NOT_GRACEFUL);
    assert.equal(finding.severity, 'WARNING');
    assert.equal(
      finding.explanation,
      'The server ended the connection with a single GOAWAY (last=1) while 3 streams were open. ' +
        'It leaves out 2 streams (pkg.Service/Method): not processed, so that a retry is safe.',
    );
    assertEvidence(talk, finding, ['CLIENT HEADERS', 'CLIENT HEADERS', 'SERVER GOAWAY']);
  });

  test('that leaves none out is worth knowing', () => {
    const finding = theFinding(open(1).server(frames.goaway(1)), NOT_GRACEFUL);
    assert.equal(finding.severity, 'INFO');
    assert.match(finding.explanation, /\(last=1\) while 1 stream was open\. They may finish;/);
  });

  test('a call that was on its way quotes how late it came', () => {
    const talk = open(1).server(frames.goaway(1)).after(4);
    talk.client(talk.request(3, CALL));
    const finding = findings(talk, NOT_GRACEFUL).find(({ severity }) => severity === 'WARNING');
    assert.ok(finding);
    assert.match(finding.explanation, /^Stream 3 \(pkg\.Service\/Method\) came 4 ms behind a GOAWAY with last=1:/);
    assertEvidence(talk, finding, ['SERVER GOAWAY', 'CLIENT HEADERS']);
  });

  test('silent: on an idle connection nobody is hurt', () => {
    assertSilent(conversation().call(1).server(frames.goaway(1)).end({ how: 'FIN', endedBy: 'SERVER' }), NOT_GRACEFUL);
  });

  test('silent: a GOAWAY of the client is about streams of the server, and it has none', () => {
    assertSilent(open(1).client(frames.goaway(0)), NOT_GRACEFUL);
  });

  test('silent: a PING that was not answered is another cause', () => {
    assertSilent(open(1).server(frames.goaway(1, 'NO_ERROR', 'keepalive_timeout')), NOT_GRACEFUL);
    const waited = open(1).server(frames.ping('0000000000000009')).after(20_000).server(frames.goaway(1));
    assertSilent(waited, NOT_GRACEFUL);
  });

  test('silent: an error of the connection is another cause', () => {
    assertSilent(open(1).server(frames.goaway(1, 'PROTOCOL_ERROR')), NOT_GRACEFUL);
  });
});

describe('two GOAWAYs', () => {
  const first = frames.goaway(ANY_STREAM, 'NO_ERROR', 'max_age');
  const second = frames.goaway(1, 'NO_ERROR', 'max_age');

  test('in the same moment are as good as one', () => {
    const finding = theFinding(open(1).server(first, second), NOT_GRACEFUL);
    assert.match(finding.explanation, /with two GOAWAYs 0 ms apart, less than a round trip, \(last=1\)/);
  });

  test('less than a round trip apart', () => {
    assert.match(theFinding(open(1).server(first).after(3).server(second), NOT_GRACEFUL).explanation, /3 ms apart/);
  });

  test('silent: with a round trip between them, and streams that finish', () => {
    const talk = open(1)
      .server(first, frames.ping('0000000000000002'))
      .after(5)
      .client(frames.pong('0000000000000002'));
    talk
      .server(second)
      .after(5)
      .server(talk.response(1, OK), talk.response(1, TRAILERS, { endStream: true }));
    assertSilent(talk.end({ how: 'FIN', endedBy: 'SERVER' }), NOT_GRACEFUL);
  });

  test('a connection that closes with the first of them cuts off what is open', () => {
    const talk = open(1).server(first).after(1).end({ how: 'FIN', endedBy: 'SERVER' });
    const [finding, ...more] = findings(talk, NOT_GRACEFUL, GRACE_OVER);
    assert.deepEqual(more, []);
    assert.equal(finding?.rule, 'G3');
    assert.equal(finding?.severity, 'ERROR');
    assert.match(
      finding?.explanation ?? '',
      /closed the connection 1 ms behind its GOAWAY \(last=2147483647\).* cut off 1 stream: pkg/,
    );
  });
});
