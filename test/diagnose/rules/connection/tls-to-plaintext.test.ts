import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_ALPN } from '../../../../src/diagnose/rules/connection/no-alpn.ts';
import { TLS_TO_PLAINTEXT } from '../../../../src/diagnose/rules/connection/tls-to-plaintext.ts';
import { clientHello } from '../../../support/client-hello.ts';
import { assertEvidence, assertSilent, conversation, theFinding, told } from '../../../support/conversation.ts';
import { connectionClosed, connectionOpened, stamp } from '../../../support/events.ts';
import { frames, hex } from '../../../support/frames.ts';

const TLS = { opening: false, opened: { protocol: 'tls' } } as const;

const HELLO = clientHello({ sni: 'echo.sre', alpn: ['h2', 'http/1.1'] });

test('RFC 9113 §3.3: a ClientHello on a clear-text port is quoted with its SNI and ALPN', () => {
  const talk = conversation(TLS).client(HELLO).after(3);
  talk.server(frames.settings({ MAX_CONCURRENT_STREAMS: 1000 }), frames.goaway(0, 'INTERNAL_ERROR'));
  talk.after(1).end({ how: 'FIN', endedBy: 'SERVER' });
  const finding = theFinding(talk, TLS_TO_PLAINTEXT);
  assert.equal(
    finding.explanation,
    'The client began with a TLS ClientHello (SNI "echo.sre", ALPN "h2" and "http/1.1"), on a port (1) that speaks clear text. ' +
      'The connection was closed after 4 ms without a request.',
  );
  assertEvidence(talk, finding, ['connectionOpened', 'SERVER SETTINGS', 'connectionClosed']);
});

test('TLS inside of TLS says who encrypts twice', () => {
  const talk = conversation({ opening: false, opened: { protocol: 'tls', tls: { version: 'TLSv1.3' } } });
  talk.client(HELLO).server(frames.settings()).end({ how: 'FIN', endedBy: 'SERVER' });
  assert.match(
    theFinding(talk, TLS_TO_PLAINTEXT).explanation,
    /inside of TLS that had been ended already: what is in front encrypts twice\./,
  );
});

test('what a peer calls itself is quoted in part', () => {
  const talk = conversation(TLS).client(clientHello({ sni: 'a'.repeat(500), alpn: [] }));
  talk.end({ how: 'FIN', endedBy: 'SERVER' });
  assert.match(theFinding(talk, TLS_TO_PLAINTEXT).explanation, /\(SNI "a{64}…", no ALPN\)/);
});

test('a server that answers in TLS has understood: what it says is about something else', () => {
  const talk = conversation(TLS).client(HELLO).server(hex('15 03 03 00 02 02 78'));
  assertSilent(talk.end({ how: 'FIN', endedBy: 'SERVER' }), TLS_TO_PLAINTEXT);
});

test('a handshake that our own TLS refused is not clear text', () => {
  const events = stamp([
    connectionOpened({ protocol: 'tls' }),
    connectionClosed({
      how: 'LOCAL',
      stage: 'OPENING',
      error: 'TLS handshake: no cipher in common',
      clientHello: { alpn: ['h2'] },
    }),
  ]);
  assertSilent(told(events), TLS_TO_PLAINTEXT);
  assertSilent(told(events), NO_ALPN);
});

test('a TCP health check is none', () => {
  assertSilent(conversation({ opening: false }).end({ how: 'FIN', endedBy: 'CLIENT' }), TLS_TO_PLAINTEXT);
});
