import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MESSAGE_LIMIT } from '../../../../src/diagnose/rules/stream/message-limit.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames, join } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

const CHUNK = new Uint8Array(16_384);

/** A request whose one message says that it is so long. */
function asked(length?: number, fields: Readonly<Record<string, string>> = {}): Conversation {
  const talk = conversation();
  return talk.client(talk.request(1, { ...CALL, ...fields }), frames.data(1, message('hello', 0, length))).after(7);
}

function refused(talk: Conversation, text: string, status = '8'): Conversation {
  const head = { ...OK, 'grpc-status': status, 'grpc-message': encodeURIComponent(text) };
  return talk.server(talk.response(1, head, { endStream: true }));
}

/** The reply begins, and the client resets it. */
function replied(length: number, error: Parameters<typeof frames.rst>[1], afterMs = 2): Conversation {
  const talk = asked();
  talk.server(talk.response(1, OK), frames.data(1, join(message('', 0, length), CHUNK)), frames.data(1, CHUNK));
  return talk.after(afterMs).client(frames.rst(1, error));
}

test('gRPC statuscodes: a request message over the limit of the server, as grpc-js tells it', () => {
  const talk = refused(asked(5_000_005), 'Received message larger than max (5000005 vs 4194304)').client(
    frames.rst(1, 'CANCEL'),
  );
  const finding = theFinding(talk, MESSAGE_LIMIT);
  assert.equal(finding.severity, 'ERROR');
  assert.equal(
    finding.explanation,
    'The server would not take a request message of 5000005 bytes (4.8 MiB) of pkg.Service/Method: its limit is 4194304 bytes (4 MiB). ' +
      'It said "Received message larger than max (5000005 vs 4194304)" 7 ms behind the request.',
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'CLIENT DATA', 'SERVER HEADERS', 'CLIENT RST_STREAM']);
});

const WORDS: readonly (readonly [string, string, string])[] = [
  ['grpc-go', 'grpc: received message larger than max (5000005 vs. 4194304)', '8'],
  ['grpc-core', 'SERVER: Received message larger than max (5000005 vs. 4194304)', '8'],
  ['grpc-java', 'gRPC message exceeds maximum size 4194304: 5000005', '8'],
  ['tonic', 'Error, decoded message length too large: found 5000005 bytes, the limit is: 4194304 bytes', '11'],
];

for (const [of, text, status] of WORDS) {
  test(`the words of ${of} have both numbers`, () => {
    const talk = refused(asked(5_000_005), text, status).client(frames.rst(1, 'CANCEL'));
    const { explanation } = theFinding(talk, MESSAGE_LIMIT);
    assert.match(explanation, /a request message of 5000005 bytes \(4\.8 MiB\) .*: its limit is 4194304 bytes/);
  });
}

test('words without numbers, and with one, say as much as they have', () => {
  const dotnet = refused(asked(), 'Received message exceeds the maximum configured message size.').client(
    frames.rst(1, 'CANCEL'),
  );
  assert.match(
    theFinding(dotnet, MESSAGE_LIMIT).explanation,
    /^The server would not take a request message of pkg\.Service\/Method\. It said/,
  );
  const zip = refused(asked(), 'Received message that decompresses to a size larger than 4194304').client(
    frames.rst(1, 'CANCEL'),
  );
  assert.match(
    theFinding(zip, MESSAGE_LIMIT).explanation,
    /would not take a request message of pkg\.Service\/Method: its limit is 4194304 bytes/,
  );
});

test('a reply that the server may not send is its own limit', () => {
  const talk = refused(asked(), 'Sent message larger than max (299 vs. 100)').client(frames.rst(1, 'CANCEL'));
  assert.match(
    theFinding(talk, MESSAGE_LIMIT).explanation,
    /^The server would not send a reply of 299 bytes of .*: its limit is 100 bytes\./,
  );
});

test('a server that passes on what happened to a call of its own sent no such message', () => {
  const talk = refused(asked(), 'grpc: received message larger than max (5000005 vs. 4194304)').client(
    frames.rst(1, 'CANCEL'),
  );
  assert.match(
    theFinding(talk, MESSAGE_LIMIT).explanation,
    /No message of this call is that long: the server passes on/,
  );
});

test('a client that resets a reply of more than 4 MiB right behind its prefix has a limit', () => {
  const talk = replied(5_000_395, 'CANCEL');
  const finding = theFinding(talk, MESSAGE_LIMIT);
  assert.match(
    finding.explanation,
    /^The client reset pkg\.Service\/Method with CANCEL when 32 KiB of a reply of 5000395 bytes \(4\.8 MiB\) had come\. That is over the limit of 4194304 bytes \(4 MiB\)/,
  );
  assertEvidence(talk, finding, [
    'CLIENT HEADERS',
    'SERVER HEADERS',
    'SERVER DATA',
    'SERVER DATA',
    'CLIENT RST_STREAM',
  ]);
  // What grpc-core makes of RESOURCE_EXHAUSTED.
  theFinding(replied(5_000_395, 'ENHANCE_YOUR_CALM'), MESSAGE_LIMIT);
});

test('grpc-java as a server resets a request that is too long', () => {
  const talk = asked(5_000_005).server(frames.rst(1, 'CANCEL'));
  assert.match(
    theFinding(talk, MESSAGE_LIMIT).explanation,
    /^The server reset .* of a request message of 5000005 bytes/,
  );
});

test('a reply of 4 MiB is within the limit, and one that was read for long was cancelled', () => {
  assertSilent(replied(4_194_304, 'CANCEL'), MESSAGE_LIMIT);
  assertSilent(replied(5_000_395, 'CANCEL', 6_000), MESSAGE_LIMIT);
  assertSilent(replied(5_000_395, 'INTERNAL_ERROR'), MESSAGE_LIMIT);
});

test('a deadline that passes within a large reply is the deadline', () => {
  const talk = asked(undefined, { 'grpc-timeout': '10m' });
  talk
    .server(talk.response(1, OK), frames.data(1, message('begin', 0, 5_000_395)))
    .after(3)
    .client(frames.rst(1, 'CANCEL'));
  assertSilent(talk, MESSAGE_LIMIT);
});

test('RESOURCE_EXHAUSTED of an application, and of a header list, are about something else', () => {
  assertSilent(refused(asked(), 'quota of project 7 is used up').client(frames.rst(1, 'CANCEL')), MESSAGE_LIMIT);
  assertSilent(
    refused(asked(), 'received initial metadata size exceeds hard limit (20000 vs. 16384)').client(
      frames.rst(1, 'CANCEL'),
    ),
    MESSAGE_LIMIT,
  );
});
