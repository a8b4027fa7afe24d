import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CREDIT_OVERFLOW } from '../../../../src/diagnose/rules/limits/credit-overflow.ts';
import { assertEvidence, assertSilent, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL } from '../../../support/script.ts';

const MAX_WINDOW = 2 ** 31 - 1;

test('RFC 9113 §6.9.1: credit beyond 2^31-1 is told with what the window came to', () => {
  const talk = conversation().client(frames.windowUpdate(0, MAX_WINDOW));
  const finding = theFinding(talk, CREDIT_OVERFLOW);
  assert.equal(
    finding.explanation,
    'The client sent a WINDOW_UPDATE that ends the connection: the connection window grew to 2147549182, beyond 2^31-1. Its receiver has to answer FLOW_CONTROL_ERROR (RFC 9113 §6.9.1).',
  );
  assertEvidence(talk, finding, ['CLIENT WINDOW_UPDATE']);
});

test('RFC 9113 §6.9: an increment of 0 ends its stream', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.windowUpdate(1, 0));
  const finding = theFinding(talk, CREDIT_OVERFLOW);
  assert.equal(finding.streamId, 1);
  assert.match(
    finding.explanation,
    /ends stream 1: WINDOW_UPDATE has an increment of 0.*PROTOCOL_ERROR \(RFC 9113 §6\.9\)/,
  );
});

test('RFC 9113 §6.9.2: a setting that takes an open window beyond the limit is credit too', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.windowUpdate(1, MAX_WINDOW - 65_535));
  talk.client(frames.settings({ INITIAL_WINDOW_SIZE: 100_000 }));
  assert.match(
    theFinding(talk, CREDIT_OVERFLOW).explanation,
    /sent a SETTINGS that ends the connection: INITIAL_WINDOW_SIZE 100000/,
  );
});

test('the largest windows that there are, and credit of odd sizes, are legal', () => {
  const talk = conversation().client(frames.windowUpdate(0, MAX_WINDOW - 65_535));
  talk.client(talk.request(1, CALL), frames.windowUpdate(1, 1), frames.windowUpdate(1, 65_534));
  assertSilent(talk, CREDIT_OVERFLOW);
});

test('DATA beyond a window, and a setting with a value that it cannot have, are other mistakes', () => {
  const talk = conversation().client(frames.settings({ INITIAL_WINDOW_SIZE: 2 ** 31 }));
  for (let n = 0; n < 5; n++)
    talk.client(...(n === 0 ? [talk.request(1, CALL)] : []), frames.data(1, new Uint8Array(16_384)));
  assertSilent(talk, CREDIT_OVERFLOW);
});
