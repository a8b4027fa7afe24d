import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_FRAME } from '../../../../src/diagnose/rules/connection/first-frame.ts';
import { CONNECTION_ERROR } from '../../../../src/diagnose/rules/goaway/connection-error.ts';
import { assertEvidence, assertSilent, conversation, findings, theFinding } from '../../../support/conversation.ts';
import { frames, PREFACE } from '../../../support/frames.ts';
import { CALL } from '../../../support/script.ts';

const CLOSED = { opening: false } as const;
const PING = '0000000000000001';

test('RFC 9113 §3.4: a client that begins with HEADERS', () => {
  const talk = conversation(CLOSED);
  talk.client(PREFACE, talk.request(1, CALL));
  const finding = theFinding(talk, FIRST_FRAME);
  assert.equal(finding.explanation, 'The first frame of the client is HEADERS on stream 1, and has to be SETTINGS.');
  assertEvidence(talk, finding, ['CLIENT HEADERS']);
});

test('an ACK is not what a server may begin with', () => {
  const talk = conversation(CLOSED).client(PREFACE, frames.settings()).server(frames.settingsAck(), frames.settings());
  assert.match(theFinding(talk, FIRST_FRAME).explanation, /first frame of the server is SETTINGS with ACK/);
});

test('the GOAWAY that answers it is not a second cause', () => {
  const talk = conversation(CLOSED).server(frames.settings()).client(PREFACE, frames.ping(PING));
  talk.server(frames.goaway(0, 'PROTOCOL_ERROR'));
  const all = findings(talk, FIRST_FRAME, CONNECTION_ERROR);
  assert.deepEqual(
    all.map(({ rule }) => rule),
    ['C6'],
  );
});

test('SETTINGS come first, whatever follows them and whatever else is wrong', () => {
  assertSilent(conversation().client(frames.ping(PING)).call(1), FIRST_FRAME);
  assertSilent(conversation().client(frames.windowUpdate(7, 1)), FIRST_FRAME);
});

test('another protocol has no first frame', () => {
  assertSilent(conversation(CLOSED).client(new Uint8Array(40).fill(0x47)), FIRST_FRAME);
});
