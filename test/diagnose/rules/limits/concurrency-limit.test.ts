import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONCURRENCY_LIMIT } from '../../../../src/diagnose/rules/limits/concurrency-limit.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  conversation,
  findings,
  theFinding,
} from '../../../support/conversation.ts';
import { CALL as BARE, TRAILERS } from '../../../support/script.ts';

/** What clients of gRPC send. */
const CALL = { ...BARE, te: 'trailers' };

const WATCH = { ...CALL, ':path': '/pkg.Events/Watch' };

function limited(streams: number): Conversation {
  return conversation({ serverSettings: { MAX_CONCURRENT_STREAMS: streams } });
}

function begin(talk: Conversation, id: number, fields = CALL): Conversation {
  return talk.client(talk.request(id, fields, { endStream: true }));
}

function end(talk: Conversation, id: number): Conversation {
  return talk.server(talk.response(id, { ':status': '200', ...TRAILERS }, { endStream: true }));
}

test('RFC 9113 §5.1.2: slots that long streams hold are a warning, which names them', () => {
  const talk = limited(3);
  for (const id of [1, 3, 5]) begin(talk, id, id === 5 ? CALL : WATCH);
  const finding = theFinding(talk.after(7_500), CONCURRENCY_LIMIT);
  assert.equal(finding.severity, 'WARNING');
  assert.equal(
    finding.explanation,
    'The server allows 3 streams at once (MAX_CONCURRENT_STREAMS), and for 5 s the client has had 3 open: 3 of them for more than 5 s, ' +
      '2 of pkg.Events/Watch and 1 of pkg.Service/Method. No further call could begin on this connection since.',
  );
  assertEvidence(talk, finding, ['SERVER SETTINGS', 'CLIENT HEADERS', 'CLIENT HEADERS', 'CLIENT HEADERS']);
});

test('calls that begin right behind the end of another have waited for it', () => {
  const talk = limited(2);
  begin(begin(talk, 1, WATCH), 3);
  for (let id = 5; id < 11; id += 2) begin(end(talk.after(3_000), id - 2).after(2), id);
  const [warning] = findings(talk, CONCURRENCY_LIMIT);
  assert.equal(warning?.severity, 'WARNING');
  assert.match(
    warning?.explanation ?? '',
    /1 of them for more than 5 s, 1 of pkg\.Events\/Watch\. Since then 1 call began only right behind the end of another, and none for up to 3 s\./,
  );
});

test('many short calls at the limit are information: nobody can see whether others wait', () => {
  const talk = limited(2);
  begin(begin(talk, 1), 3);
  for (let id = 5; id < 105; id += 2) begin(end(talk.after(100), id - 4).after(1), id);
  const finding = theFinding(talk, CONCURRENCY_LIMIT);
  assert.equal(finding.severity, 'INFO');
  assert.equal(finding.count, 1);
  assert.match(
    finding.explanation,
    /for 2 s the client has used all of them: 19 calls began right behind the end of another/,
  );
});

test('a load of a second at the limit is no trouble', () => {
  const talk = limited(2);
  begin(begin(talk, 1), 3);
  for (let id = 5; id < 205; id += 2) begin(end(talk.after(9), id - 4).after(1), id);
  end(end(talk, 201), 203);
  assertSilent(talk.after(20_000), CONCURRENCY_LIMIT);
});

test('calls that begin a while after a slot was free have not waited for it', () => {
  const talk = limited(2);
  begin(begin(talk, 1), 3);
  for (let id = 5; id < 105; id += 2) begin(end(talk.after(100), id - 4).after(30), id);
  assertSilent(talk, CONCURRENCY_LIMIT);
});

test('long streams below the limit leave room', () => {
  const talk = limited(4);
  for (const id of [1, 3, 5]) begin(talk, id, WATCH);
  assertSilent(talk.after(60_000), CONCURRENCY_LIMIT);
});

test('without a limit there is nothing to reach', () => {
  const talk = conversation();
  for (let id = 1; id < 400; id += 2) begin(talk, id, WATCH);
  assertSilent(talk.after(60_000), CONCURRENCY_LIMIT);
});
