import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HANDSHAKE_STUCK } from '../../../../src/diagnose/rules/connection/handshake-stuck.ts';
import { assertEvidence, assertSilent, conversation, findings, theFinding } from '../../../support/conversation.ts';
import { frames, PREFACE } from '../../../support/frames.ts';

const CLOSED = { opening: false } as const;

describe('C5, asked each second', () => {
  test('RFC 9113 §3.4: no SETTINGS of the server for five seconds', () => {
    const talk = conversation(CLOSED).client(PREFACE, frames.settings()).after(9_000);
    const finding = theFinding(talk, HANDSHAKE_STUCK);
    assert.equal(finding.explanation, 'The server has sent no SETTINGS for 5 s behind those of the client.');
    assert.equal(finding.count, 1);
    assert.equal(finding.severity, 'WARNING');
    assertEvidence(talk, finding, ['CLIENT SETTINGS']);
  });

  test('RFC 9113 §6.5.3: SETTINGS that are not acknowledged', () => {
    const talk = conversation(CLOSED).client(PREFACE, frames.settings()).server(frames.settings());
    talk.client(frames.settingsAck()).after(20_000);
    const finding = theFinding(talk, HANDSHAKE_STUCK);
    assert.equal(finding.explanation, 'The server has not acknowledged the SETTINGS of the client for 5 s.');
    assert.equal(finding.count, 1);
    assertEvidence(talk, finding, ['CLIENT SETTINGS']);
  });

  test('an ACK that comes late is no trouble any more, and one that comes in time never was', () => {
    const talk = conversation(CLOSED)
      .client(PREFACE, frames.settings())
      .server(frames.settings(), frames.settingsAck());
    assertSilent(talk.after(4_500).client(frames.settingsAck()).after(20_000), HANDSHAKE_STUCK);
  });

  test('a connection made ahead may be silent: only the server has spoken', () => {
    assertSilent(conversation(CLOSED).server(frames.settings()).after(60_000), HANDSHAKE_STUCK);
    assertSilent(conversation({ ...CLOSED, opened: { protocol: 'unknown' } }).after(60_000), HANDSHAKE_STUCK);
  });
});

describe('C5 at the end', () => {
  test('a client that gives up before five seconds', () => {
    const talk = conversation(CLOSED).client(PREFACE, frames.settings()).after(2_000);
    const finding = theFinding(talk.end({ how: 'FIN', endedBy: 'CLIENT' }), HANDSHAKE_STUCK);
    assert.match(
      finding.explanation,
      /no SETTINGS for 2 s .*, and the client gave up, 2 s after the connection opened\.$/,
    );
    assertEvidence(talk, finding, ['CLIENT SETTINGS', 'connectionClosed']);
  });

  test('what was said before is not said again', () => {
    const talk = conversation(CLOSED).client(PREFACE, frames.settings()).after(8_000);
    assert.equal(findings(talk.end({ how: 'FIN', endedBy: 'CLIENT' }), HANDSHAKE_STUCK)[0]?.count, 1);
  });

  test('a client that leaves at once, or within a TCP health check, waited for nothing', () => {
    const quick = conversation(CLOSED).client(PREFACE, frames.settings()).after(500);
    assertSilent(quick.end({ how: 'FIN', endedBy: 'CLIENT' }), HANDSHAKE_STUCK);
    assertSilent(conversation(CLOSED).after(2_000).end({ how: 'FIN', endedBy: 'CLIENT' }), HANDSHAKE_STUCK);
  });

  test('RFC 9113 §7: GOAWAY SETTINGS_TIMEOUT quotes how long was waited', () => {
    const talk = conversation(CLOSED)
      .client(PREFACE, frames.settings())
      .server(frames.settings(), frames.settingsAck());
    talk.after(3_000).server(frames.goaway(0, 'SETTINGS_TIMEOUT'));
    const finding = theFinding(talk, HANDSHAKE_STUCK);
    assert.equal(finding.severity, 'ERROR');
    assert.equal(
      finding.explanation,
      'The server ended the connection with SETTINGS_TIMEOUT, 3 s behind its SETTINGS: the other side had not acknowledged them.',
    );
    assertEvidence(talk, finding, ['SERVER SETTINGS', 'SERVER GOAWAY']);
  });
});
