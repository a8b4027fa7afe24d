import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONNECTION_LOST } from '../../../../src/diagnose/rules/goaway/connection-lost.ts';
import { GOAWAY_RULES } from '../../../../src/diagnose/rules/goaway/index.ts';
import type { TransportEnd } from '../../../../src/trace/protocol-trace.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  findings,
  theFinding,
} from '../../../support/conversation.ts';
import { frames, PREFACE } from '../../../support/frames.ts';
import { CALL, OK } from '../../../support/script.ts';

const KILLED: TransportEnd = { how: 'FIN', endedBy: 'SERVER' };

function watching(): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ':path': '/grpc.health.v1.Health/Watch' }));
  return talk.after(2).server(talk.response(1, OK));
}

describe('the server', () => {
  test('that closes with streams open has crashed or was killed', () => {
    const talk = watching().after(480).end(KILLED);
    const finding = theFinding(talk, CONNECTION_LOST);
    assert.equal(finding.severity, 'ERROR');
    assert.equal(
      finding.explanation,
      'The server closed the connection (FIN) without a GOAWAY, at an age of 482 ms, 480 ms behind its last frame, and cut off 1 stream: ' +
        'grpc.health.v1.Health/Watch, open for up to 482 ms. Nobody can tell how far the server had come (1 response had ' +
        'begun): only what is idempotent may be sent again.',
    );
    assertEvidence(talk, finding, ['CLIENT HEADERS', 'connectionClosed']);
    assert.deepEqual(
      findings(talk, ...GOAWAY_RULES).map(({ rule }) => rule),
      ['G6'],
    );
  });

  test('that resets quotes what its socket said', () => {
    const talk = watching().end({ how: 'RST', endedBy: 'SERVER', error: 'server: ECONNRESET' });
    assert.match(
      theFinding(talk, CONNECTION_LOST).explanation,
      /^The server reset the connection \(RST, server: ECONNRESET\) without/,
    );
  });

  test('silent: behind a GOAWAY, whatever it says', () => {
    for (const error of ['NO_ERROR', 'PROTOCOL_ERROR'] as const) {
      assertSilent(watching().server(frames.goaway(1, error)).after(100).end(KILLED), CONNECTION_LOST);
    }
  });

  test('silent: with nothing open', () => {
    assertSilent(conversation().call(1).after(60_000).end(KILLED), CONNECTION_LOST);
  });

  test('silent: that never spoke HTTP/2 has not lost the connection', () => {
    const talk = conversation({ opening: false, opened: { listener: 'proxy' } });
    talk.client(PREFACE, frames.settings(), talk.request(1, CALL)).end(KILLED);
    assertSilent(talk, CONNECTION_LOST);
  });

  test('silent: that waited in vain for the ACK of its PING', () => {
    const talk = watching().server(frames.ping('0000000000000001')).after(20_000).end(KILLED);
    assertSilent(talk, CONNECTION_LOST);
  });
});

describe('the client', () => {
  test('that leaves with streams open is its own business, and worth knowing', () => {
    const finding = theFinding(watching().after(30).end({ how: 'FIN', endedBy: 'CLIENT' }), CONNECTION_LOST);
    assert.equal(finding.severity, 'INFO');
    assert.match(
      finding.explanation,
      /^The client closed the connection \(FIN\) without a GOAWAY, at an age of 32 ms,/,
    );
  });

  test('silent: that says GOAWAY first', () => {
    assertSilent(watching().client(frames.goaway(0)).end({ how: 'FIN', endedBy: 'CLIENT' }), CONNECTION_LOST);
  });

  test('silent: that leaves with nothing open, or is a TCP health check', () => {
    assertSilent(conversation().call(1).end({ how: 'FIN', endedBy: 'CLIENT' }), CONNECTION_LOST);
    assertSilent(conversation({ opening: false }).end({ how: 'RST', endedBy: 'CLIENT' }), CONNECTION_LOST);
  });
});

test('silent: what we cut ourselves', () => {
  assertSilent(watching().end({ how: 'LOCAL', error: 'cut by us' }), CONNECTION_LOST);
});
