import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Match } from '../../../../src/diagnose/rule.ts';
import { newestIsOverConcurrency, overConcurrency } from '../../../../src/diagnose/rules/shared/over-concurrency.ts';
import { conversation, findings } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { ruleForTest } from '../../../support/rule.ts';
import { CALL } from '../../../support/script.ts';

const PROBE = ruleForTest({
  streamFailed(connection, stream): Match {
    const over = overConcurrency(connection, stream);
    const newest = newestIsOverConcurrency(connection);
    return {
      explanation: `${stream.id}: ${over?.open}/${over?.limit}, newest ${newest?.stream.id}`,
      evidence: [],
      cause: `${stream.id}`,
    };
  },
});

test('of the streams that are open only those count against the limit that began when it was reached', () => {
  const talk = conversation({ serverSettings: { MAX_CONCURRENT_STREAMS: 2 } }).after(1);
  for (const id of [1, 3, 5]) talk.client(talk.request(id, { ...CALL, te: 'trailers' }, { endStream: true }));
  for (const id of [1, 3, 5]) talk.after(1).server(frames.rst(id, 'REFUSED_STREAM'));
  assert.deepEqual(
    findings(talk, PROBE).map(({ explanation }) => explanation),
    ['1: undefined/undefined, newest 5', '3: undefined/undefined, newest 5', '5: 3/2, newest undefined'],
  );
});
