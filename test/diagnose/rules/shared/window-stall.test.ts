import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Match } from '../../../../src/diagnose/rule.ts';
import { stallOf, waitedAtWindow } from '../../../../src/diagnose/rules/shared/window-stall.ts';
import { type Conversation, conversation, findings } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { dataFrames, messages, WINDOW } from '../../../support/large-data.ts';
import { ruleForTest } from '../../../support/rule.ts';
import { CALL, OK, TRAILERS } from '../../../support/script.ts';

/** Says of each stream that closes whether it waited, and for what. */
const PROBE = ruleForTest({
  streamClosed(connection, stream, time): Match {
    const kind = stallOf(connection, stream, 'SERVER', time)?.kind ?? 'none';
    return {
      explanation: `${waitedAtWindow(connection, stream, time)} ${kind}`,
      evidence: [],
      cause: `${stream.id}`,
    };
  },
});

function unread(talk: Conversation, id: number, end = WINDOW): Conversation {
  talk.client(talk.request(id, CALL, { endStream: true })).server(talk.response(id, OK));
  return talk.server(dataFrames(id, messages(10, 10_000), 0, end));
}

function said(talk: Conversation): string[] {
  return findings(talk, PROBE).map(({ explanation }) => explanation);
}

test('a stream that was cut at its used up window has waited there, after two seconds and not before', () => {
  const talk = conversation().client(frames.windowUpdate(0, 1_000_000));
  unread(unread(talk, 1).after(500), 3).after(1_999).client(frames.rst(3, 'CANCEL'));
  talk.after(1).client(frames.rst(1, 'CANCEL'));
  assert.deepEqual(said(talk), ['false none', 'true STREAM']);
});

test('one that had credit of its own has waited at the window of the connection', () => {
  const talk = conversation({ clientSettings: { INITIAL_WINDOW_SIZE: 1_000_000 } });
  unread(talk, 1)
    .client(talk.request(3, CALL, { endStream: true }))
    .after(2_500)
    .client(frames.rst(3, 'CANCEL'));
  assert.deepEqual(said(talk), ['true CONNECTION']);
});

test('one that had said all, or had credit, has waited for something else', () => {
  const talk = conversation().client(frames.windowUpdate(0, 1_000_000));
  unread(talk, 1, 30_000).after(10_000).client(frames.rst(1, 'CANCEL'));
  unread(talk, 3, 50_000).server(talk.response(3, TRAILERS, { endStream: true }));
  assert.deepEqual(said(talk), ['false none', 'false none']);
});
