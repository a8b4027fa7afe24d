import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_ALPN } from '../../../../src/diagnose/rules/connection/no-alpn.ts';
import type { ConnectionClosed } from '../../../../src/trace/event.ts';
import { clientHello } from '../../../support/client-hello.ts';
import {
  assertEvidence,
  assertSilent,
  conversation,
  type Talk,
  theFinding,
  told,
} from '../../../support/conversation.ts';
import { connectionClosed, connectionOpened, stamp } from '../../../support/events.ts';
import { hex } from '../../../support/frames.ts';

function refused(closed: Partial<ConnectionClosed>): Talk {
  const end = { how: 'LOCAL', stage: 'OPENING', streams: 0, openStreams: 0, ...closed } as const;
  return told(stamp([connectionOpened({ protocol: 'tls' }), connectionClosed(end)]));
}

const NO_PROTOCOL =
  'TLS handshake: no protocol in common: the client offers "http/1.1" by ALPN, and this port speaks "h2"';

test('RFC 7301 §3.2: a handshake that our TLS refused quotes what the client offered', () => {
  const talk = refused({ error: NO_PROTOCOL, clientHello: { alpn: ['http/1.1'] } });
  const finding = theFinding(talk, NO_ALPN);
  assert.equal(finding.severity, 'ERROR');
  assert.match(finding.explanation, /it offered "http\/1\.1"\. This grpc port speaks "h2" only\.$/);
  assertEvidence(talk, finding, ['connectionOpened', 'connectionClosed']);
});

test('alert 120 of a server that is not ours', () => {
  const talk = conversation({ opening: false, opened: { protocol: 'tls', listener: 'proxy' } });
  talk.client(clientHello({ alpn: ['h2'] })).server(hex('15 03 03 00 02 02 78'));
  const finding = theFinding(talk.end({ how: 'FIN', endedBy: 'SERVER' }), NO_ALPN);
  assert.match(
    finding.explanation,
    /it offered "h2"\. The server said so with TLS alert 120 \(no_application_protocol\)\.$/,
  );
});

test('HTTP/2 inside of TLS that ALPN did not choose is a warning', () => {
  const talk = conversation({ opened: { protocol: 'h2', tls: { version: 'TLSv1.3', sni: 'echo.sre' } } });
  const finding = theFinding(talk, NO_ALPN);
  assert.equal(finding.severity, 'WARNING');
  assert.match(finding.explanation, /^The client offered no ALPN, .* \(SNI "echo\.sre"\)\./);
  assertEvidence(talk, finding, ['connectionOpened']);
});

test('another handshake that failed is about something else', () => {
  assertSilent(refused({ error: 'TLS handshake: no cipher in common', clientHello: { alpn: ['h2'] } }), NO_ALPN);
  const alert = conversation({ opening: false, opened: { protocol: 'tls', listener: 'proxy' } });
  alert.client(clientHello({ alpn: ['h2'] })).server(hex('15 03 03 00 02 02 28'));
  assertSilent(alert.end({ how: 'FIN', endedBy: 'SERVER' }), NO_ALPN);
});

test('h2 that ALPN chose, HTTP/1.1 without ALPN, and a TLS health check are as they should be', () => {
  assertSilent(conversation({ opened: { protocol: 'h2', tls: { version: 'TLSv1.3', alpn: 'h2' } } }), NO_ALPN);
  for (const protocol of ['http/1.1', 'unknown'] as const) {
    const talk = conversation({ opening: false, opened: { protocol, tls: { version: 'TLSv1.3' } } });
    assertSilent(talk.end({ how: 'FIN', endedBy: 'CLIENT' }), NO_ALPN);
  }
});
