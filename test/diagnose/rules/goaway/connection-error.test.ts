import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONNECTION_ERROR } from '../../../../src/diagnose/rules/goaway/connection-error.ts';
import { clientHello } from '../../../support/client-hello.ts';
import { assertEvidence, assertSilent, conversation, findings, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL } from '../../../support/script.ts';

describe('G11', () => {
  test('RFC 9113 §4.2: a frame that is too long is named, and is in the evidence', () => {
    const talk = conversation();
    talk.client(talk.request(1, CALL), frames.data(1, new Uint8Array(16_385))).after(1);
    talk.server(frames.goaway(1, 'FRAME_SIZE_ERROR'));
    const finding = theFinding(talk, CONNECTION_ERROR);
    assert.match(
      finding.explanation,
      /^The server ended the connection with FRAME_SIZE_ERROR \(last=1\), without debug data, with 1 stream open\. It means: a frame was longer /,
    );
    assert.match(
      finding.explanation,
      /client had broken a rule: DATA has a payload of 16385 bytes, expected at most 16384 .* \(RFC 9113 §4\.2\)\.$/,
    );
    assertEvidence(talk, finding, [
      'CLIENT SETTINGS',
      'CLIENT SETTINGS',
      'CLIENT HEADERS',
      'CLIENT DATA',
      'SERVER GOAWAY',
    ]);
  });

  test('RFC 9113 §6.5.2: a client that ends the connection because of a setting', () => {
    const talk = conversation()
      .call(1)
      .server(frames.settings({ INITIAL_WINDOW_SIZE: 2 ** 31 }));
    const { explanation } = theFinding(talk.client(frames.goaway(0, 'FLOW_CONTROL_ERROR')), CONNECTION_ERROR);
    assert.match(explanation, /^The client ended the connection with FLOW_CONTROL_ERROR/);
    assert.match(
      explanation,
      /The server had broken a rule: SETTINGS_INITIAL_WINDOW_SIZE is 2147483648, expected 0 to/,
    );
  });

  test('silent: credit that no window can take has a rule of its own', () => {
    const talk = conversation()
      .call(1)
      .server(frames.windowUpdate(0, 2 ** 31 - 1));
    assertSilent(talk.client(frames.goaway(0, 'FLOW_CONTROL_ERROR')), CONNECTION_ERROR);
  });

  test('without a violation the last frames are what there is', () => {
    const talk = conversation()
      .call(1)
      .server(frames.goaway(1, 'INTERNAL_ERROR', 'out of \x00memory'));
    const { explanation } = theFinding(talk, CONNECTION_ERROR);
    assert.match(explanation, /, saying "out of memory"\./);
    assert.match(
      explanation,
      /We found no rule broken; the last frames of the client were .*HEADERS on stream 1 \(\d+ bytes\) and DATA on stream 1 \(10 bytes\)\.$/,
    );
  });

  test('the first error is the cause: what the other side says then is its echo', () => {
    const talk = conversation().call(1).server(frames.goaway(1, 'PROTOCOL_ERROR')).client(frames.goaway(0, 'CANCEL'));
    assert.deepEqual(
      findings(talk, CONNECTION_ERROR).map(({ count }) => count),
      [1],
    );
  });

  test('silent: NO_ERROR of either side', () => {
    assertSilent(conversation().call(1).server(frames.goaway(1)).client(frames.goaway(0)), CONNECTION_ERROR);
  });

  test('silent: what a server says to a client that speaks TLS', () => {
    const talk = conversation({ opening: false, opened: { protocol: 'tls' } }).client(clientHello({ alpn: ['h2'] }));
    assertSilent(talk.server(frames.settings(), frames.goaway(0, 'INTERNAL_ERROR')), CONNECTION_ERROR);
  });

  test('silent: errors that have rules of their own', () => {
    const talk = () => conversation().client(frames.ping('0000000000000001'));
    assertSilent(talk().server(frames.goaway(0, 'ENHANCE_YOUR_CALM', 'too_many_pings')), CONNECTION_ERROR);
    assertSilent(talk().server(frames.goaway(0, 'ENHANCE_YOUR_CALM')), CONNECTION_ERROR);
    assertSilent(talk().server(frames.goaway(0, 'SETTINGS_TIMEOUT')), CONNECTION_ERROR);
  });
});
