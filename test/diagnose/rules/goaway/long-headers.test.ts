import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { GOAWAY_RULES } from '../../../../src/diagnose/rules/goaway/index.ts';
import { LONG_HEADERS } from '../../../../src/diagnose/rules/goaway/long-headers.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  findings,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, type Fields, fieldsOf } from '../../../support/script.ts';

const FRAME = 16_384;

/** The request as a client sends it: in as many frames as it takes. */
function request(talk: Conversation, streamId: number, fields: Fields, size = FRAME): Conversation {
  const block = talk.encoders.client.encode(fieldsOf({ ...CALL, ...fields }, 'LITERAL'));
  const last = Math.ceil(block.length / size) - 1;
  talk.client(frames.headers(streamId, block.subarray(0, size), { endHeaders: last === 0 }));
  for (let n = 1; n <= last; n++) {
    talk.client(frames.continuation(streamId, block.subarray(n * size, (n + 1) * size), { endHeaders: n === last }));
  }
  return talk;
}

const BIG = { 'x-routing-state': '~'.repeat(90_000) };

describe('G9', () => {
  test('nghttp2: a field above 64 KiB, and COMPRESSION_ERROR for it', () => {
    const talk = request(conversation(), 1, BIG).server(frames.goaway(1, 'COMPRESSION_ERROR'));
    const finding = theFinding(talk, LONG_HEADERS);
    assert.match(
      finding.explanation,
      /^The client sent a header list of 88\.2 KiB \([\d.]+ KiB as sent, in HEADERS and \d+ CONTINUATIONs\) on stream 1, and the server /,
    );
    assert.match(
      finding.explanation,
      /COMPRESSION_ERROR\. Its longest field is "x-routing-state", of 87\.9 KiB\. nghttp2 takes no field above 64 KiB\.$/,
    );
    assertEvidence(talk, finding, ['CLIENT HEADERS', 'CLIENT CONTINUATION', 'SERVER GOAWAY']);
    assert.equal(finding.streamId, 1);
  });

  test('a secret that is too long is named, and its length is what the others leave', () => {
    const talk = request(conversation(), 1, { cookie: 'c'.repeat(70_000) }).server(
      frames.goaway(1, 'COMPRESSION_ERROR'),
    );
    const { explanation } = theFinding(talk, LONG_HEADERS);
    assert.match(explanation, /longest field is "cookie", of 68\.4 KiB/);
    assert.doesNotMatch(explanation, /cccc/);
  });

  test('many fields that are long together', () => {
    const fields = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`x-baggage-${n}`, 'v'.repeat(1_000)]));
    const talk = request(conversation(), 1, fields).server(frames.goaway(1, 'COMPRESSION_ERROR'));
    assert.match(theFinding(talk, LONG_HEADERS).explanation, /Its decoder gave up at a limit of its own/);
  });

  test('a block that has not ended when the server gives up', () => {
    const talk = conversation().client(frames.headers(1, 'x'.repeat(FRAME), { endHeaders: false }));
    for (let n = 0; n < 5; n++) talk.client(frames.continuation(1, 'x'.repeat(FRAME), { endHeaders: false }));
    talk.server(frames.goaway(0, 'COMPRESSION_ERROR'));
    assert.match(theFinding(talk, LONG_HEADERS).explanation, /^The client sent a header block \(96 KiB as sent/);
  });

  test('RFC 9113 §6.10: a block in more pieces than nghttp2 takes, whatever it calls that', () => {
    const talk = request(conversation(), 1, { 'x-a': 'abcdefghij' }, 4).server(frames.goaway(0, 'INTERNAL_ERROR'));
    assert.match(theFinding(talk, LONG_HEADERS).explanation, /no more than 8 CONTINUATION frames\.$/);
  });

  test('silent: COMPRESSION_ERROR behind lists of the usual size', () => {
    assertSilent(conversation().call(1).server(frames.goaway(1, 'COMPRESSION_ERROR')), LONG_HEADERS);
  });

  test('silent: a long list that was taken, and another error much later', () => {
    const talk = request(conversation(), 1, BIG).after(60_000).server(frames.goaway(1, 'COMPRESSION_ERROR'));
    assert.deepEqual(
      findings(talk, ...GOAWAY_RULES).map(({ rule }) => rule),
      ['G11'],
    );
  });

  test('silent: a long list that was taken', () => {
    assertSilent(request(conversation(), 1, BIG).end({ how: 'FIN', endedBy: 'CLIENT' }), LONG_HEADERS);
  });
});
