import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BAD_PATH } from '../../../../src/diagnose/rules/stream/bad-path.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { CALL, type Fields } from '../../../support/script.ts';

function asked(path: string, fields: Fields = CALL): Conversation {
  const talk = conversation();
  return talk.client(talk.request(1, { ...fields, ':path': path }, { endStream: true }));
}

for (const [path, why] of [
  ['pkg.Service/Method', /a path begins with "\/"/],
  ['http://host/pkg.Service/Method', /a path begins with "\/"/],
  ['/pkg.Service', /there is no method behind the service/],
  ['/pkg.Service/', /a part of it is empty/],
  ['//Method', /a part of it is empty/],
] as const) {
  test(`PROTOCOL-HTTP2, Path: ${path} names no method`, () => {
    const talk = asked(path);
    const finding = theFinding(talk, BAD_PATH);
    assert.equal(finding.severity, 'WARNING');
    assert.match(finding.explanation, why);
    assert.ok(finding.explanation.includes(JSON.stringify(path)));
    assertEvidence(talk, finding, ['CLIENT HEADERS']);
  });
}

test('a query is told of, and not quoted', () => {
  const { explanation } = theFinding(asked('/pkg.Service/Method?token=secret'), BAD_PATH);
  assert.match(explanation, /"\/pkg\.Service\/Method": a query is no part/);
  assert.doesNotMatch(explanation, /secret/);
});

test('a prefix in front is worth knowing: some servers take it off', () => {
  const finding = theFinding(asked('/api/pkg.Service/Method'), BAD_PATH);
  assert.equal(finding.severity, 'INFO');
  assert.match(finding.explanation, /a prefix in front of service and method/);
});

test('RFC 9113 §8.3.1: a path without "/" is malformed in plain HTTP too', () => {
  assert.equal(
    theFinding(asked('index.html', { ...CALL, ':method': 'GET', 'content-type': 'text/html' }), BAD_PATH).severity,
    'WARNING',
  );
});

test('silent: methods of gRPC, also without a package', () => {
  assertSilent(asked('/pkg.Service/Method'), BAD_PATH);
  assertSilent(asked('/Service/Method'), BAD_PATH);
});

test('silent: paths of plain HTTP, and "*" of OPTIONS', () => {
  assertSilent(asked('/', { ...CALL, 'content-type': 'text/plain' }), BAD_PATH);
  assertSilent(asked('/a/b/c/?q=1', { ...CALL, 'content-type': 'application/json' }), BAD_PATH);
  assertSilent(asked('*', { ':method': 'OPTIONS', ':scheme': 'http', ':authority': 'host' }), BAD_PATH);
});

test('silent: gateways of gRPC-Web live under a prefix', () => {
  assertSilent(asked('/api/pkg.Service/Method', { ...CALL, 'content-type': 'application/grpc-web+proto' }), BAD_PATH);
});

test('silent: CONNECT has no path', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ':method': 'CONNECT', ':authority': 'host:443' }));
  assertSilent(talk, BAD_PATH);
});
