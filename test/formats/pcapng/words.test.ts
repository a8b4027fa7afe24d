import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closedWords, commentOf, findingWords } from '../../../src/formats/pcapng/words.ts';
import type { ConnectionClosed, Finding } from '../../../src/trace/event.ts';
import { connectionClosed, type EventBody, finding, stamp, streamClosed } from '../../support/events.ts';

function wordsOf(body: EventBody): string | undefined {
  const [event] = stamp([body]);
  return event && commentOf(event);
}

function closed(parts: Partial<ConnectionClosed>): string[] {
  const body = connectionClosed(parts);
  return body.kind === 'connectionClosed' ? closedWords(body.connectionClosed).split('\n') : [];
}

function found(parts: Partial<Finding>): string[] {
  const body = finding(parts);
  return body.kind === 'finding' ? findingWords(body.finding).split('\n') : [];
}

test('the end of a connection: how and by whom, at which stage, with what was open, and why', () => {
  assert.deepEqual(closed({ originReason: 'a crash' }), [
    'Closed by the CLIENT: RST, read ECONNRESET (after 1203.5 ms)',
    'Stage ACTIVE, 1 stream open; origin INFRASTRUCTURE: a crash',
  ]);
  assert.match(closed({ openStreams: 0, stage: 'IDLE' })[1] ?? '', /^Stage IDLE; origin /);
});

test('a ClientHello whose handshake came to no end', () => {
  const [, , hello] = closed({ clientHello: { sni: 'echo.sre', alpn: ['h2', 'http/1.1'] } });
  assert.equal(hello, 'ClientHello of a handshake that came to no end: SNI echo.sre, ALPN h2, http/1.1');
  assert.match(closed({ clientHello: { alpn: [] } })[2] ?? '', /no SNI, no ALPN$/);
});

test('a stream that ended with an error, and whether it may be sent again; others are in packets', () => {
  const reset = { how: 'RST_STREAM', endedBy: 'CLIENT', error: 'CANCEL', errorCode: 8, stage: 'WAITING' } as const;
  assert.equal(
    wordsOf(streamClosed({ ...reset, originReason: 'the client cancelled', retryReason: 'nobody can tell' })),
    'Stream 1 ended with CANCEL: RST_STREAM of the CLIENT, stage WAITING (the client cancelled)\nRetry: nobody can tell',
  );
  assert.equal(wordsOf(streamClosed()), undefined);
});

test('a finding: each line of its advice is a line, and how often it was seen is told where that is more than once', () => {
  const advice = 'client, grpc-go: raise Time\nserver, Envoy: allow it';
  assert.deepEqual(
    found({ id: 'f7', rule: 'K1', title: 'Too many', explanation: 'why', advice, count: 12, streamId: 5 }),
    [
      'ERROR: Too many [K1 f7, stream 5, seen 12 times]',
      'why',
      'client, grpc-go: raise Time',
      'server, Envoy: allow it',
      'gRPC over HTTP/2, Responses; events 4, 9',
    ],
  );
  assert.equal(found({ title: 'Once', rule: 'K1' })[0], 'ERROR: Once [K1 f1]');
});
