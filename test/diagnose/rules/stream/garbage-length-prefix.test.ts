import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GARBAGE_LENGTH_PREFIX } from '../../../../src/diagnose/rules/stream/garbage-length-prefix.ts';
import { TRUNCATED_MESSAGE } from '../../../../src/diagnose/rules/stream/truncated-message.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK, TRAILERS } from '../../../support/script.ts';

/** A call whose response body is `parts`, a DATA frame each. */
function answered(parts: readonly (string | Uint8Array)[], head = OK): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, message('hello'), { endStream: true }));
  talk.server(talk.response(1, head));
  for (const part of parts) talk.server(frames.data(1, part));
  return talk.server(talk.response(1, TRAILERS, { endStream: true }));
}

test('PROTOCOL-HTTP2, Length-Prefixed-Message: a page of HTML that is called gRPC is quoted, with the length that it spells', () => {
  const talk = answered(['<html><body>503']);
  const finding = theFinding(talk, GARBAGE_LENGTH_PREFIX);
  assert.match(finding.explanation, /^On pkg\.Service\/Method the server sent, at the beginning of its body/);
  assert.match(
    finding.explanation,
    /"<html" \(3c 68 74 6d 6c\), which read as a prefix is the flag 60 and a length of 1752460652 bytes\./,
  );
  assert.match(finding.explanation, /It is HTML or XML, most often the error page/);
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS', 'SERVER DATA']);
});

test('text behind good messages says behind how many', () => {
  const finding = theFinding(answered([message('one'), message('two'), '{"error":1}']), GARBAGE_LENGTH_PREFIX);
  assert.match(finding.explanation, /behind 2 complete messages .*It is JSON/);
});

test('a length that spells text is garbage behind a good flag too', () => {
  const finding = theFinding(answered(['\0HTTP/1.1 200 OK']), GARBAGE_LENGTH_PREFIX);
  assert.match(finding.explanation, /the flag 0 and a length of 1213486160 bytes/);
});

test('a client that sends protobuf without a prefix is named', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, '\x0a\x05hello', { endStream: true }));
  assert.match(
    theFinding(talk, GARBAGE_LENGTH_PREFIX).explanation,
    /the client sent.*0a 05 68 65 6c.*protobuf message without the prefix/,
  );
});

test('a prefix in two frames is known from what the trace says', () => {
  const finding = theFinding(answered(['<ht', 'ml>']), GARBAGE_LENGTH_PREFIX);
  assert.match(finding.explanation, /where the prefix of a message belongs, what is none: body has the text "<html"/);
});

test('a stream is told of once, and its broken end is no second cause', () => {
  const talk = answered(['<html>', '<html>']);
  assert.equal(theFinding(talk, GARBAGE_LENGTH_PREFIX).count, 1);
  assertSilent(talk, {
    ...TRUNCATED_MESSAGE,
    watches: {
      ...TRUNCATED_MESSAGE.watches,
      ...GARBAGE_LENGTH_PREFIX.watches,
      messageBegan: markLost,
      traceLost: () => undefined,
    },
  });
});

/** What S14 leaves behind it, without saying so. */
const markLost: NonNullable<typeof GARBAGE_LENGTH_PREFIX.watches.messageBegan> = (...asked) => {
  GARBAGE_LENGTH_PREFIX.watches.messageBegan?.(...asked);
  return undefined;
};

test('silent: HTML that is called HTML is no gRPC that went wrong', () => {
  assertSilent(answered(['<html>'], { ':status': '502', 'content-type': 'text/html' }), GARBAGE_LENGTH_PREFIX);
});

test('silent: compressed messages, and long ones', () => {
  const talk = answered([message('x', 1), message('y', 0, 0xffffffff)], { ...OK, 'grpc-encoding': 'gzip' });
  assertSilent(talk, GARBAGE_LENGTH_PREFIX);
});

test('silent: gRPC-Web marks its trailers with 0x80, and its text form is base64', () => {
  for (const [type, body] of [
    ['application/grpc-web+proto', message('grpc-status: 0', 0x80)],
    ['application/grpc-web-text', 'AAAAAAVoZWxsbw=='],
  ] as const) {
    const talk = conversation();
    talk.client(
      talk.request(1, { ...CALL, 'content-type': type }),
      frames.data(1, type.endsWith('text') ? 'AAAAAAA=' : message('')),
    );
    talk.server(
      talk.response(1, { ':status': '200', 'content-type': type }),
      frames.data(1, body, { endStream: true }),
    );
    assertSilent(talk, GARBAGE_LENGTH_PREFIX);
  }
});
