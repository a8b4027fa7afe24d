import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GOAWAY_RULES } from '../../../../src/diagnose/rules/goaway/index.ts';
import { RAPID_RESETS } from '../../../../src/diagnose/rules/goaway/rapid-resets.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  findings,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL } from '../../../support/script.ts';

function cancelling(streams: number, everyMs: number): Conversation {
  const talk = conversation();
  for (let n = 0; n < streams; n++) {
    talk.client(talk.request(2 * n + 1, CALL), frames.rst(2 * n + 1, 'CANCEL')).after(everyMs);
  }
  return talk;
}

test('CVE-2023-44487: a burst that empties the budget of nghttp2, and INTERNAL_ERROR without a word', () => {
  const talk = cancelling(1_051, 0).after(180).server(frames.goaway(2_001, 'INTERNAL_ERROR'));
  const finding = theFinding(talk, RAPID_RESETS);
  assert.equal(
    finding.explanation,
    'The client reset 1051 of 1051 streams, 1051 of them within the last 30 s. nghttp2 lets 1000 pass, and 33 more each second. ' +
      'The server ended the connection with INTERNAL_ERROR (last=2001, without debug data).',
  );
  assertEvidence(talk, finding, [
    ...Array.from({ length: 4 }, () => ['CLIENT HEADERS', 'CLIENT RST_STREAM']).flat(),
    'SERVER GOAWAY',
  ]);
});

test('40 a second empty it as well, if they go on for long enough', () => {
  const talk = cancelling(5_600, 25).server(frames.goaway(1, 'INTERNAL_ERROR'));
  assert.match(theFinding(talk, RAPID_RESETS).explanation, /^The client reset 5600 of 5600 streams, 1160 of them/);
});

test('a server that asks for calm behind hundreds of resets means these', () => {
  const talk = cancelling(210, 10).server(frames.goaway(1, 'ENHANCE_YOUR_CALM'));
  assert.deepEqual(
    findings(talk, ...GOAWAY_RULES).map(({ rule }) => rule),
    ['G7'],
  );
});

test('silent: INTERNAL_ERROR behind few resets, or with debug data, is another cause', () => {
  assertSilent(cancelling(400, 0).server(frames.goaway(1, 'INTERNAL_ERROR')), RAPID_RESETS);
  assertSilent(cancelling(1_100, 0).server(frames.goaway(1, 'INTERNAL_ERROR', 'out of memory')), RAPID_RESETS);
});

test('silent: a client that cancels now and then for hours', () => {
  assertSilent(cancelling(3_000, 1_000).server(frames.goaway(1, 'INTERNAL_ERROR')), RAPID_RESETS);
  assertSilent(cancelling(40, 0).server(frames.goaway(1, 'ENHANCE_YOUR_CALM')), RAPID_RESETS);
});

test('silent: as many resets without a GOAWAY', () => {
  assertSilent(cancelling(2_000, 0).end({ how: 'FIN', endedBy: 'CLIENT' }), RAPID_RESETS);
});
