import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROXY_REPLY } from '../../../../src/diagnose/rules/stream/proxy-reply.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

const CONNECT_ERROR = 'upstream connect error or disconnect/reset before headers. reset reason: ';

function asked(): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, message('hello'), { endStream: true }));
  return talk.after(3);
}

function answered(
  status: string,
  text: string,
  fields: Readonly<Record<string, string>> = { server: 'envoy' },
): Conversation {
  const talk = asked();
  const head = { ...OK, 'grpc-status': status, 'grpc-message': text, ...fields };
  return talk.server(talk.response(1, head, { endStream: true }));
}

test('Envoy: a reset reason is told in words, with the flag of the access log', () => {
  const talk = answered('14', `${CONNECT_ERROR}remote connection failure`);
  const finding = theFinding(talk, PROXY_REPLY);
  assert.equal(finding.severity, 'ERROR');
  assert.equal(
    finding.explanation,
    'pkg.Service/Method was answered with UNAVAILABLE after 3 ms, by Envoy and not by the service: its upstream refused the connection ' +
      `(UF in its access log). It said "${CONNECT_ERROR}remote connection failure".`,
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS']);
});

const REASONS: readonly (readonly [string, string])[] = [
  ['connection failure, transport failure reason: TLS error', 'UF'],
  ['connection timeout', 'UF'],
  ['connection termination', 'UC'],
  ['remote reset', 'UR'],
  ['local reset', 'LR'],
  ['overflow', 'UO'],
  ['protocol error', 'UPE'],
];

for (const [reason, flag] of REASONS) {
  test(`Envoy: "${reason}" is ${flag}`, () => {
    assert.match(
      theFinding(answered('14', CONNECT_ERROR + reason), PROXY_REPLY).explanation,
      new RegExp(`\\(${flag} in its access log\\)`),
    );
  });
}

test('Envoy: overflow names the knobs of the circuit breaker', () => {
  const overflow = theFinding(answered('14', `${CONNECT_ERROR}overflow`), PROXY_REPLY);
  assert.match(overflow.advice, /circuit_breakers\.thresholds of the cluster: max_requests/);
});

test('Envoy: what was retried has its reason too, and one that is not known is quoted', () => {
  const retried =
    'upstream connect error or disconnect/reset before headers. retried and the latest reset reason: overflow';
  assert.match(theFinding(answered('14', retried), PROXY_REPLY).explanation, /\(UO in its access log\)/);
  const unknown = theFinding(answered('14', `${CONNECT_ERROR}something new`), PROXY_REPLY).explanation;
  assert.match(unknown, /it got no answer from its upstream\. It said ".*something new"/);
});

test('Envoy: no healthy upstream is UH, a policy is a WARNING', () => {
  assert.match(
    theFinding(answered('14', 'no healthy upstream'), PROXY_REPLY).explanation,
    /no healthy endpoint \(UH in its access log\)/,
  );
  const denied = theFinding(answered('7', 'RBAC: access denied'), PROXY_REPLY);
  assert.equal(denied.severity, 'WARNING');
  assert.match(denied.explanation, /PERMISSION_DENIED .* its authorization policy denies the call/);
});

test('words of Envoy without its name came through somebody else', () => {
  assert.match(
    theFinding(answered('14', `${CONNECT_ERROR}overflow`, {}), PROXY_REPLY).explanation,
    /UNAVAILABLE after 3 ms, in the words of Envoy: .* does not name Envoy as its server: it hides its name, or a service passed on/,
  );
  const fields = { server: 'envoy', 'x-envoy-upstream-service-time': '4' };
  assert.match(
    theFinding(answered('14', `${CONNECT_ERROR}overflow`, fields), PROXY_REPLY).explanation,
    /an Envoy behind the nearest one/,
  );
});

test('Envoy answers plain HTTP with 503 and the same words in the body', () => {
  const talk = conversation();
  talk.client(
    talk.request(
      1,
      { ...CALL, ':method': 'GET', ':path': '/a?token=b', 'content-type': 'text/plain' },
      { endStream: true },
    ),
  );
  talk.server(talk.response(1, { ':status': '503', 'content-type': 'text/plain', server: 'envoy' }));
  talk.server(frames.data(1, `${CONNECT_ERROR}connection termination`, { endStream: true }));
  assert.match(
    theFinding(talk, PROXY_REPLY).explanation,
    /^GET \/a was answered with HTTP 503 after .*\(UC in its access log\)/,
  );
});

test('Linkerd and AWS ELB say that an answer is their own', () => {
  const linkerd = answered('14', 'unavailable', { 'l5d-proxy-error': 'client 10.0.0.1: connect timed out after 1s' });
  assert.match(
    theFinding(linkerd, PROXY_REPLY).explanation,
    /by Linkerd .* It said "client 10\.0\.0\.1: connect timed out after 1s"/,
  );
  assert.match(
    theFinding(answered('14', '', { server: 'awselb/2.0' }), PROXY_REPLY).explanation,
    /by AWS ELB and not by the service/,
  );
});

test('words that others may have are those of Envoy where it gives its name', () => {
  const text = 'Jwt is expired';
  assert.match(
    theFinding(answered('16', text), PROXY_REPLY).explanation,
    /its JWT filter denies the call\. It said "Jwt is expired"/,
  );
  assertSilent(answered('16', text, {}), PROXY_REPLY);
  assertSilent(answered('16', text, { server: 'envoy', 'x-envoy-upstream-service-time': '4' }), PROXY_REPLY);
});

test('a status of the application is its own, behind Envoy and nginx too', () => {
  assertSilent(answered('14', 'the database is away', {}), PROXY_REPLY);
  assertSilent(
    answered('14', 'the database is away', { server: 'envoy', 'x-envoy-upstream-service-time': '4' }),
    PROXY_REPLY,
  );
  assertSilent(answered('5', 'no such thing', { server: 'nginx' }), PROXY_REPLY);
  assertSilent(conversation().call(1), PROXY_REPLY);
});

test("a timer of the proxy has a rule of its own: 15 s are Envoy's route timeout", () => {
  const talk = asked().after(14_997);
  talk.server(
    talk.response(
      1,
      { ...OK, 'grpc-status': '14', 'grpc-message': 'upstream request timeout', server: 'envoy' },
      { endStream: true },
    ),
  );
  assertSilent(talk, PROXY_REPLY);
});

test('a timeout of Envoy after a time that looks like no timer is told here', () => {
  const talk = asked().after(1_234);
  talk.server(
    talk.response(
      1,
      { ...OK, 'grpc-status': '14', 'grpc-message': 'upstream request timeout', server: 'envoy' },
      { endStream: true },
    ),
  );
  assert.match(
    theFinding(talk, PROXY_REPLY).explanation,
    /after 1\.2 s, .* its upstream had not answered in time \(UT in its access log\)/,
  );
});
