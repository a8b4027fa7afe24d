import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PLAINTEXT_TO_TLS } from '../../../../src/diagnose/rules/connection/plaintext-to-tls.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames, hex, PREFACE } from '../../../support/frames.ts';

/** Between a client and a server that are not ours. */
function relayed(): Conversation {
  return conversation({ opening: false, opened: { listener: 'proxy' } });
}

const BEGIN = [PREFACE, frames.settings()] as const;

test('RFC 9113 §3.4: a TLS alert in answer to the preface shows a port that speaks TLS', () => {
  const talk = relayed().client(...BEGIN);
  talk.after(3).server(hex('15 03 03 00 02 02 46')).end({ how: 'FIN', endedBy: 'SERVER' });
  const finding = theFinding(talk, PLAINTEXT_TO_TLS);
  assert.equal(finding.severity, 'ERROR');
  assert.equal(
    finding.explanation,
    'The client spoke HTTP/2 in clear text, and the server answered with TLS alert 70 (protocol_version), 3 ms after the connection opened.',
  );
  assertEvidence(talk, finding, ['CLIENT SETTINGS', 'connectionClosed']);
});

test('a server that closes without a byte may be one that speaks TLS, and need not', () => {
  const talk = relayed()
    .client(...BEGIN)
    .after(12)
    .end({ how: 'RST', endedBy: 'SERVER' });
  assert.match(
    theFinding(talk, PLAINTEXT_TO_TLS).explanation,
    /closed without a byte, 12 ms after .* load balancer that has no server/,
  );
});

test('a TCP health check says nothing, and so does the server', () => {
  assertSilent(relayed().after(1).end({ how: 'FIN', endedBy: 'CLIENT' }), PLAINTEXT_TO_TLS);
  assertSilent(relayed().after(1).end({ how: 'RST', endedBy: 'SERVER' }), PLAINTEXT_TO_TLS);
});

test('a client that leaves before the server has answered shows nothing of the server', () => {
  assertSilent(
    relayed()
      .client(...BEGIN)
      .after(1)
      .end({ how: 'FIN', endedBy: 'CLIENT' }),
    PLAINTEXT_TO_TLS,
  );
});

test('our own server closes for reasons of its own: it speaks clear text on each port', () => {
  const talk = conversation({ opening: false })
    .client(...BEGIN)
    .end({ how: 'RST', endedBy: 'SERVER' });
  assertSilent(talk, PLAINTEXT_TO_TLS);
});

test('a server that speaks HTTP/2 and closes is no TLS port', () => {
  const talk = conversation({ opened: { listener: 'proxy' } })
    .call(1)
    .end({ how: 'FIN', endedBy: 'SERVER' });
  assertSilent(talk, PLAINTEXT_TO_TLS);
});
