import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Match } from '../../../../src/diagnose/rule.ts';
import { failedByHeaderLimit } from '../../../../src/diagnose/rules/shared/header-limit.ts';
import { type Conversation, conversation, findings } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { ruleForTest } from '../../../support/rule.ts';
import { CALL, OK } from '../../../support/script.ts';

const PROBE = ruleForTest({
  streamClosed(connection, stream): Match {
    const failure = stream.closed && failedByHeaderLimit(connection, stream, stream.closed);
    return { explanation: `${failure?.from} ${failure?.by}`, evidence: [], cause: `${stream.id}` };
  },
});

function said(talk: Conversation): string[] {
  return findings(talk, PROBE).map(({ explanation }) => explanation);
}

const LONG = { 'x-baggage': 'v'.repeat(9_000) };

test('a client that resets behind a list of the server which is over its own limit has refused that list', () => {
  const talk = conversation({ clientSettings: { MAX_HEADER_LIST_SIZE: 8_192 } });
  talk.client(talk.request(1, CALL, { endStream: true })).server(talk.response(1, { ...OK, ...LONG }));
  assert.deepEqual(said(talk.client(frames.rst(1, 'CANCEL'))), ['SERVER RST_STREAM']);
});

test('a client that resets a call whose own request was long has another reason', () => {
  const talk = conversation({ serverSettings: { MAX_HEADER_LIST_SIZE: 8_192 } });
  talk.client(talk.request(1, { ...CALL, ...LONG }, { endStream: true }), frames.rst(1, 'CANCEL'));
  assert.deepEqual(said(talk), ['undefined undefined']);
});

test('the words of grpc-core, grpc-java and grpc-go are known, and those of applications are not', () => {
  const talk = conversation();
  const words = [
    'received trailing metadata size exceeds soft limit (9000 vs. 8192)',
    'HTTP/2 header list size exceeded',
    'Header size exceeded max allowed size (8192)',
    'the head of the list exceeds what we allow',
  ];
  words.forEach((message, n) => {
    const id = 2 * n + 1;
    talk.after(1).client(talk.request(id, CALL, { endStream: true }));
    talk.server(talk.response(id, { ...OK, 'grpc-status': '8', 'grpc-message': message }, { endStream: true }));
  });
  assert.deepEqual(said(talk), ['CLIENT STATUS', 'CLIENT STATUS', 'CLIENT STATUS', 'undefined undefined']);
});
