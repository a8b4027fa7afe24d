import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENHANCE_YOUR_CALM } from '../../../../src/diagnose/rules/goaway/calm.ts';
import { assertSilent, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';

test('RFC 9113 §10.5: a flood is shown by what was sent most', () => {
  const talk = conversation();
  for (let n = 0; n < 500; n++) talk.client(frames.settings({ INITIAL_WINDOW_SIZE: 65_535 + n }));
  for (let n = 0; n < 3; n++) talk.client(frames.windowUpdate(0, 1));
  talk.after(2_100).server(frames.goaway(0, 'ENHANCE_YOUR_CALM', 'flood'));
  const finding = theFinding(talk, ENHANCE_YOUR_CALM);
  assert.equal(
    finding.explanation,
    'The server asked the client for calm, and said "flood", at a connection age of 2.1 s. ' +
      'Until then the client had sent 505 frames: 502 SETTINGS and 3 WINDOW_UPDATE.',
  );
  assert.equal(finding.evidence.length, 9);
});

test('empty DATA are told apart', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ':method': 'POST', ':scheme': 'http', ':path': '/' }));
  for (let n = 0; n < 40; n++) talk.client(frames.data(1, ''));
  talk.server(frames.goaway(1, 'ENHANCE_YOUR_CALM'));
  assert.match(
    theFinding(talk, ENHANCE_YOUR_CALM).explanation,
    /, without debug data, .* 40 DATA \(40 of them empty\)/,
  );
});

test('silent: too_many_pings has a rule of its own', () => {
  const talk = conversation().client(frames.ping('0000000000000001'));
  assertSilent(talk.server(frames.goaway(0, 'ENHANCE_YOUR_CALM', 'too_many_pings')), ENHANCE_YOUR_CALM);
});

test('silent: RST_STREAM ENHANCE_YOUR_CALM is about one stream', () => {
  assertSilent(conversation().call(1).server(frames.rst(1, 'ENHANCE_YOUR_CALM')), ENHANCE_YOUR_CALM);
});
