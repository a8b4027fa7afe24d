import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UNIMPLEMENTED_METHOD } from '../../../../src/diagnose/rules/stream/unimplemented.ts';
import type { Finding } from '../../../../src/trace/event.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, type Fields, message, OK, TRAILERS } from '../../../support/script.ts';

/** A call to `path` that the server answers with one HEADERS frame. */
function refused(talk: Conversation, path: string, answer: Fields = { ...OK, 'grpc-status': '12' }): Conversation {
  talk.client(
    talk.request(21, { ...CALL, te: 'trailers', ':path': path }),
    frames.data(21, message('hello'), { endStream: true }),
  );
  return talk.server(talk.response(21, answer, { endStream: true }));
}

function whyOf(talk: Conversation): Finding {
  return theFinding(talk, UNIMPLEMENTED_METHOD);
}

test('a method that differs in case from one that answered on this connection is named', () => {
  const talk = refused(conversation().call(1), '/pkg.Service/method');
  const finding = whyOf(talk);
  assert.equal(finding.severity, 'WARNING');
  assert.match(
    finding.explanation,
    /^pkg\.Service\/method ended with UNIMPLEMENTED\. pkg\.Service\/Method has answered on this connection: names are case-sensitive\.$/,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS']);
});

test('a service in another package than one that answered is named', () => {
  assert.match(
    whyOf(refused(conversation().call(1), '/Service/Method')).explanation,
    /pkg\.Service\/Method has answered.*: the package differs\.$/,
  );
});

test('a method that its service does not have is told with those that it has', () => {
  const finding = whyOf(refused(conversation().call(1), '/pkg.Service/Other'));
  assert.equal(finding.severity, 'INFO');
  assert.match(
    finding.explanation,
    /has the service, and answered its Method on this connection, but has no such method/,
  );
});

test('what the server says of an unknown service is quoted', () => {
  const answer = { ...OK, 'grpc-status': '12', 'grpc-message': 'unknown service pkg.Else' };
  assert.match(
    whyOf(refused(conversation(), '/pkg.Else/Method', answer)).explanation,
    /\("unknown service pkg\.Else"\)\. The server has no such service\.$/,
  );
});

test('a proxy that answers without a word has no route', () => {
  const finding = whyOf(refused(conversation(), '/pkg.Else/Method', { ...OK, 'grpc-status': '12', server: 'envoy' }));
  assert.equal(finding.severity, 'WARNING');
  assert.match(finding.explanation, /the answer of Envoy.* no route for this path/);
});

test('http-grpc-status-mapping: 404 of a router is UNIMPLEMENTED for clients', () => {
  const finding = whyOf(refused(conversation(), '/pkg.Else/Method', { ':status': '404', server: 'nginx/1.22.1' }));
  assert.equal(finding.severity, 'ERROR');
  assert.match(finding.explanation, /HTTP status 404.* the answer of "nginx\/1\.22\.1", and of no gRPC server/);
});

test('a handler that says so itself is told from a method that is missing', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, te: 'trailers' }), frames.data(1, message('hello'), { endStream: true }));
  talk.server(talk.response(1, OK), talk.response(1, { ...TRAILERS, 'grpc-status': '12' }, { endStream: true }));
  assert.match(whyOf(talk).explanation, /its handler has said so itself/);
});

test('silent: reflection and health are asked for to see whether they are there', () => {
  for (const path of ['/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', '/grpc.health.v1.Health/Watch']) {
    assertSilent(refused(conversation(), path), UNIMPLEMENTED_METHOD);
  }
});

test('silent: other statuses, and 404 of plain HTTP', () => {
  assertSilent(refused(conversation(), '/pkg.Service/Method', { ...OK, 'grpc-status': '5' }), UNIMPLEMENTED_METHOD);
  const talk = conversation();
  talk.client(
    talk.request(
      1,
      { ':method': 'GET', ':scheme': 'http', ':path': '/favicon.ico', ':authority': 'h' },
      { endStream: true },
    ),
  );
  assertSilent(talk.server(talk.response(1, { ':status': '404' }, { endStream: true })), UNIMPLEMENTED_METHOD);
});
