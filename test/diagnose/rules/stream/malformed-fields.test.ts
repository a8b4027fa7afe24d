import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MALFORMED_FIELDS } from '../../../../src/diagnose/rules/stream/malformed-fields.ts';
import { assertEvidence, assertSilent, conversation, theFinding } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, type Fields, OK, TRAILERS } from '../../../support/script.ts';

const GET: Fields = { ':method': 'GET', ':scheme': 'https', ':path': '/', ':authority': 'example.com' };

test('RFC 9113 §8.2.2: a field of an HTTP/1.1 connection, and the reset that it cost', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, connection: 'keep-alive' }, { endStream: true }));
  const finding = theFinding(talk.after(1).server(frames.rst(1, 'PROTOCOL_ERROR')), MALFORMED_FIELDS);
  assert.equal(finding.severity, 'ERROR');
  assert.equal(
    finding.explanation,
    'The request pkg.Service/Method is malformed: the client sent the field "connection" (RFC 9113 §8.2.2). ' +
      'The server reset the stream with PROTOCOL_ERROR.',
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER RST_STREAM']);
});

test('what is let pass is told, since others will not', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ...GET, te: 'gzip' }, { endStream: true }));
  const finding = theFinding(
    talk.server(talk.response(1, { ':status': '200' }, { endStream: true })),
    MALFORMED_FIELDS,
  );
  assert.equal(finding.severity, 'WARNING');
  assert.match(finding.explanation, /te with another value than "trailers".* It was let pass here/);
});

test('RFC 9113 §8.2.2: a response with transfer-encoding', () => {
  const talk = conversation();
  talk.client(talk.request(1, GET, { endStream: true }));
  talk.server(talk.response(1, { ':status': '200', 'transfer-encoding': 'chunked' }, { endStream: true }));
  const finding = theFinding(talk, MALFORMED_FIELDS);
  assert.match(finding.explanation, /^The server sent the field "transfer-encoding" in the response of GET \//);
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS']);
});

test('silent: what browsers, curl and libraries of gRPC send', () => {
  const talk = conversation();
  const browser: Fields = {
    ...GET,
    'upgrade-insecure-requests': '1',
    'user-agent': 'Mozilla/5.0',
    accept: '*/*',
    'accept-encoding': 'gzip, deflate, br',
    te: 'trailers',
    priority: 'u=0, i',
  };
  const asked: readonly Fields[] = [browser, { ...GET, accept: '*/*' }, { ...CALL, te: 'trailers', 'x-bin': '' }];
  asked.forEach((fields, n) => {
    const id = 1 + 2 * n;
    talk.client(talk.request(id, fields, { endStream: true }));
    talk.server(talk.response(id, { ...OK, 'x-connection': 'close' }));
    talk.server(talk.response(id, TRAILERS, { endStream: true }));
  });
  assertSilent(talk, MALFORMED_FIELDS);
});

test('silent: a reset with PROTOCOL_ERROR whose request is as it must be', () => {
  const talk = conversation();
  talk.client(talk.request(1, CALL, { endStream: true })).server(frames.rst(1, 'PROTOCOL_ERROR'));
  assertSilent(talk, MALFORMED_FIELDS);
});
