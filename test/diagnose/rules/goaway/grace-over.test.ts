import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ANY_STREAM } from '../../../../src/diagnose/rules/goaway/goaways.ts';
import { GRACE_OVER } from '../../../../src/diagnose/rules/goaway/grace-over.ts';
import { GOAWAY_RULES } from '../../../../src/diagnose/rules/goaway/index.ts';
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

/** At an age of a second the server has said both GOAWAYs, and stream 1 is open. */
function draining(debug = 'max_age'): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, CALL)).server(talk.response(1, OK)).after(1_000);
  talk
    .server(frames.goaway(ANY_STREAM, 'NO_ERROR', debug), frames.ping(PING))
    .after(1)
    .client(frames.pong(PING));
  return talk.server(frames.goaway(1, 'NO_ERROR', debug));
}

describe('G4', () => {
  test('gRFC A9: streams that are open when the grace period is over', () => {
    const talk = draining().after(2_000).end({ how: 'FIN', endedBy: 'SERVER' });
    const finding = theFinding(talk, GRACE_OVER);
    assert.equal(finding.severity, 'ERROR');
    assert.equal(
      finding.explanation,
      'The server cut off 1 stream 2 s after its last GOAWAY ("max_age"), at a connection age of 3 s: pkg.Service/Method, open for up to ' +
        '3 s. Nobody can tell how far the server had come (1 response had begun): only what is idempotent may be sent again.',
    );
    assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER GOAWAY', 'SERVER GOAWAY', 'connectionClosed']);
  });

  test('GOAWAY CANCEL is how some servers end the grace period: it is the same cause', () => {
    const talk = draining().after(2_000).server(frames.goaway(1, 'CANCEL')).end({ how: 'FIN', endedBy: 'SERVER' });
    assert.deepEqual(
      findings(talk, ...GOAWAY_RULES).map(({ rule }) => rule),
      ['G1', 'G4'],
    );
  });

  test('a client that does not close behind it changes nothing of that: it is said at once, and once', () => {
    const talk = draining().after(2_000).server(frames.goaway(1, 'CANCEL')).after(20_000);
    const finding = theFinding(talk.end({ how: 'FIN', endedBy: 'SERVER' }), GRACE_OVER);
    assert.equal(finding.count, 1);
    assert.match(finding.explanation, /^The server cut off 1 stream 2 s after its last GOAWAY/);
    assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER GOAWAY', 'SERVER GOAWAY', 'SERVER GOAWAY']);
  });

  test('a stop that cuts us, too', () => {
    const talk = draining('graceful_stop').after(500).end({ how: 'LOCAL', error: 'cut by us: the server stops' });
    assert.match(theFinding(talk, GRACE_OVER).explanation, /500 ms after its last GOAWAY \("graceful_stop"\)/);
  });

  test('silent: a client that leaves meanwhile', () => {
    assertSilent(draining().after(2_000).end({ how: 'RST', endedBy: 'CLIENT' }), GRACE_OVER);
  });

  test('silent: streams that finish', () => {
    const talk = draining().after(500);
    talk.server(talk.response(1, TRAILERS, { endStream: true })).client(frames.data(1, '', { endStream: true }));
    assertSilent(talk.end({ how: 'FIN', endedBy: 'SERVER' }), GRACE_OVER);
  });

  test('silent: an error of the connection meanwhile', () => {
    const talk = draining().after(2_000).server(frames.goaway(1, 'PROTOCOL_ERROR'));
    assertSilent(talk.end({ how: 'FIN', endedBy: 'SERVER' }), GRACE_OVER);
  });

  test('silent: streams that the GOAWAY has left out all the same', () => {
    const talk = conversation();
    talk.client(talk.request(1, CALL)).server(frames.goaway(0)).after(2_000).end({ how: 'FIN', endedBy: 'SERVER' });
    assertSilent(talk, GRACE_OVER);
  });
});
