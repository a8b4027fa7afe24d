import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOT_GRPC } from '../../../../src/diagnose/rules/stream/not-grpc.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

const PAGE = '<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>';

function asked(): Conversation {
  const talk = conversation();
  talk.client(talk.request(1, CALL), frames.data(1, message('hello'), { endStream: true }));
  return talk.after(9);
}

function page(status: string, body = PAGE): Conversation {
  const talk = asked();
  talk.server(talk.response(1, { ':status': status, server: 'nginx/1.22.1', 'content-type': 'text/html' }));
  return talk.server(frames.data(1, body, { endStream: true }));
}

test('gRPC http-grpc-status-mapping: a page of nginx is quoted, with what clients make of its status', () => {
  const talk = page('413').client(frames.rst(1, 'CANCEL'));
  const finding = theFinding(talk, NOT_GRPC);
  assert.equal(finding.severity, 'ERROR');
  assert.equal(
    finding.explanation,
    'pkg.Service/Method was answered after 9 ms with HTTP status 413, content-type "text/html", server "nginx/1.22.1", and without ' +
      'grpc-status: no gRPC server does that. Clients make UNKNOWN of it. ' +
      'Its body begins "<html> <head><title>413 Request Entity Too Large</title></head> <body>".',
  );
  assertEvidence(talk, finding, ['CLIENT HEADERS', 'SERVER HEADERS', 'SERVER DATA']);
});

for (const [status, mapped] of [
  ['400', 'INTERNAL'],
  ['401', 'UNAUTHENTICATED'],
  ['403', 'PERMISSION_DENIED'],
  ['429', 'UNAVAILABLE'],
  ['502', 'UNAVAILABLE'],
  ['503', 'UNAVAILABLE'],
  ['200', 'UNKNOWN'],
  ['302', 'UNKNOWN'],
] as const) {
  test(`gRPC http-grpc-status-mapping: ${status} is ${mapped}`, () => {
    assert.match(
      theFinding(page(status), NOT_GRPC).explanation,
      new RegExp(`HTTP status ${status}, .* Clients make ${mapped} of it`),
    );
  });
}

test('a client that cancels when it has seen the head has still been answered by a web server', () => {
  const talk = asked();
  talk
    .server(talk.response(1, { ':status': '200', 'content-type': 'text/html' }))
    .after(1)
    .client(frames.rst(1, 'CANCEL'));
  assert.match(
    theFinding(talk, NOT_GRPC).explanation,
    /HTTP status 200, content-type "text\/html", and .* no body that could be read/,
  );
});

test('bytes that are no text are not quoted as if they were', () => {
  assert.match(
    theFinding(page('502', '\x1f\x8b\x08\x00\x00'), NOT_GRPC).explanation,
    /It had no body that could be read\.$/,
  );
});

test('what gRPC says in its own words is gRPC, whatever its HTTP status', () => {
  const talk = asked();
  talk.server(talk.response(1, { ...OK, ':status': '204', 'grpc-status': '14' }, { endStream: true }));
  assertSilent(talk, NOT_GRPC);
  assertSilent(conversation().call(1), NOT_GRPC);
  const cancelled = asked();
  assertSilent(cancelled.server(cancelled.response(1, OK)).client(frames.rst(1, 'CANCEL')), NOT_GRPC);
});

test('404, 415 and 431 have rules of their own', () => {
  for (const status of ['404', '415', '431']) assertSilent(page(status), NOT_GRPC);
});

test('504 at a usual time is the timer that made it, at another it is a page', () => {
  const late = (ms: number) => {
    const talk = asked().after(ms - 9);
    talk.server(talk.response(1, { ':status': '504', server: 'nginx', 'content-type': 'text/html' }));
    return talk.server(frames.data(1, PAGE, { endStream: true }));
  };
  assertSilent(late(60_003), NOT_GRPC);
  assert.match(theFinding(late(1_234), NOT_GRPC).explanation, /after 1\.2 s with HTTP status 504/);
});

test('an answer of plain HTTP to a request of plain HTTP is as it should be', () => {
  const talk = conversation();
  talk.client(talk.request(1, { ...CALL, ':method': 'GET', 'content-type': 'text/plain' }, { endStream: true }));
  talk.server(
    talk.response(1, { ':status': '503', 'content-type': 'text/html' }),
    frames.data(1, PAGE, { endStream: true }),
  );
  assertSilent(talk, NOT_GRPC);
});
