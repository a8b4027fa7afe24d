import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HEADER_LIST } from '../../../../src/diagnose/rules/limits/header-list.ts';
import { assertEvidence, assertSilent, conversation, findings, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL as BARE, OK, TRAILERS } from '../../../support/script.ts';

/** What clients of gRPC send. */
const CALL = { ...BARE, te: 'trailers' };

const LIMITED = { serverSettings: { MAX_HEADER_LIST_SIZE: 8_192 } };

/** A field of `size` bytes as RFC 9113 §6.5.2 counts it. */
function field(name: string, size: number): Record<string, string> {
  return { [name]: 'v'.repeat(size - 32 - name.length) };
}

test('RFC 9113 §6.5.2: a list near the limit that was announced is a warning, with its largest fields by name and size', () => {
  const talk = conversation(LIMITED);
  talk.client(
    talk.request(1, { ...CALL, ...field('x-baggage', 6_000), ...field('x-user', 1_000) }, { endStream: true }),
  );
  const finding = theFinding(talk, HEADER_LIST);
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /^The request header fields of the client are 7290 bytes in 8 fields: the largest are "x-baggage" with 5\.9 KiB, "x-user" with 1000 bytes and/,
  );
  assert.match(finding.explanation, /That is 89 % of the 8192 that the other side has announced to take\.$/);
  assert.equal(finding.explanation.includes('vvv'), false);
  assertEvidence(talk, finding, ['CLIENT HEADERS']);
});

test('a list over the limit says by how much', () => {
  const talk = conversation(LIMITED);
  talk.client(talk.request(1, { ...CALL, ...field('x-baggage', 9_000) }, { endStream: true }));
  assert.match(theFinding(talk, HEADER_LIST).explanation, /has announced that it takes 8192: this is 1098 over\.$/);
});

test('what is hidden of a list is told by its size: tokens and cookies are the longest', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ...field('authorization', 9_000), cookie: 'secret=1' }, { endStream: true }));
  const { explanation, severity } = theFinding(talk, HEADER_LIST);
  assert.equal(severity, 'INFO');
  assert.match(explanation, /"authorization" and "cookie" \(not shown\) with 8\.8 KiB\./);
  assert.equal(explanation.includes('secret'), false);
  assert.match(explanation, /has announced no limit, but it is over the 8 KiB that all are to take/);
});

test('more than 16 KiB is what grpc-core refuses', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ...field('x-baggage', 17_000) }, { endStream: true }));
  assert.match(theFinding(talk, HEADER_LIST).explanation, /it is over the 16 KiB that grpc-core refuses by default/);
});

test('equal requests are one cause, which is counted', () => {
  const talk = conversation();
  for (const id of [1, 3, 5]) talk.call(id, 1, field('x-baggage', 9_000));
  assert.equal(theFinding(talk, HEADER_LIST).count, 3);
});

test('a list of eight kibibytes and no limit nearby is what all are to take', () => {
  assertSilent(conversation().call(1, 1, field('x-baggage', 7_500)), HEADER_LIST);
});

test('a small list does not come near a limit', () => {
  assertSilent(conversation(LIMITED).call(1), HEADER_LIST);
});

test('trailers near the limit of the client are told as those of the server', () => {
  const talk = conversation({ clientSettings: { MAX_HEADER_LIST_SIZE: 8_192 } });
  talk.client(talk.request(1, CALL, { endStream: true })).server(talk.response(1, OK));
  talk.server(talk.response(1, { ...TRAILERS, ...field('grpc-status-details-bin', 7_000) }, { endStream: true }));
  const finding = theFinding(talk, HEADER_LIST);
  assert.match(
    finding.explanation,
    /^The trailers of the server are 7044 bytes in 2 fields: the largest are "grpc-status-details-bin" with 6\.8 KiB/,
  );
  assert.equal(finding.severity, 'WARNING');
});

test('a reset of what was over the limit is an error, of that call', () => {
  const talk = conversation(LIMITED);
  talk.client(talk.request(1, { ...CALL, ...field('x-baggage', 12_000) }, { endStream: true })).after(1);
  talk.server(frames.rst(1, 'ENHANCE_YOUR_CALM'));
  const [, error] = findings(talk, HEADER_LIST);
  assert.equal(error?.severity, 'ERROR');
  assert.match(
    error?.explanation ?? '',
    /^The server ended pkg\.Service\/Method on stream 1 with RST_STREAM ENHANCE_YOUR_CALM: the header fields of the client were 12290 bytes, and it had announced to take 8192\.$/,
  );
});

test('RFC 6585 §5: status 431 is an error, whatever was announced', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ...field('x-baggage', 5_000) }, { endStream: true }));
  talk.server(talk.response(1, { ':status': '431' }, { endStream: true }));
  const finding = theFinding(talk, HEADER_LIST);
  assert.match(
    finding.explanation,
    /with HTTP status 431 .*the header fields of the client were 5290 bytes, and it had announced no limit/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS']);
});

test('RESOURCE_EXHAUSTED that speaks of the size of metadata is about it', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL, { endStream: true }));
  const message = 'received initial metadata size exceeds hard limit (17000 vs. 16384)';
  talk.server(talk.response(1, { ...OK, 'grpc-status': '8', 'grpc-message': message }, { endStream: true }));
  assert.match(
    theFinding(talk, HEADER_LIST).explanation,
    /grpc-status 8 "received initial metadata size exceeds hard limit/,
  );
});

test('RESOURCE_EXHAUSTED of an application, and resets of small requests, are about something else', () => {
  const talk = conversation(LIMITED);
  talk.client(talk.request(1, CALL, { endStream: true }));
  talk.server(talk.response(1, { ...OK, 'grpc-status': '8', 'grpc-message': 'quota' }, { endStream: true }));
  talk.client(talk.request(3, CALL, { endStream: true })).server(frames.rst(3, 'ENHANCE_YOUR_CALM'));
  assertSilent(talk, HEADER_LIST);
});
