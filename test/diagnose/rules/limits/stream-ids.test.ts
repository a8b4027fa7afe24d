import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STREAM_IDS } from '../../../../src/diagnose/rules/limits/stream-ids.ts';
import { assertSilent, conversation, findings, theFinding } from '../../../support/conversation.ts';

test('RFC 9113 §5.1.1: half of the stream ids used is information, with how many are left', () => {
  const finding = theFinding(
    conversation()
      .call(2 ** 30 + 1)
      .call(2 ** 30 + 3)
      .after(5_000),
    STREAM_IDS,
  );
  assert.equal(finding.severity, 'INFO');
  assert.equal(finding.count, 1);
  assert.match(
    finding.explanation,
    /^The client has come to stream 1073741827, 50 % of the ids of this connection: 536870910 more streams can begin on it\. It has seen 2 of its streams here/,
  );
});

test('nearly all of them used is a warning', () => {
  const [info, warning] = findings(
    conversation()
      .call(2 ** 30 + 1)
      .after(2_000)
      .call(2 ** 31 - 3)
      .after(2_000),
    STREAM_IDS,
  );
  assert.deepEqual([info?.severity, warning?.severity], ['INFO', 'WARNING']);
  assert.match(warning?.explanation ?? '', /: 1 more streams can begin/);
});

test('less than half is far from the end', () => {
  assertSilent(
    conversation()
      .call(2 ** 30 - 1)
      .after(5_000),
    STREAM_IDS,
  );
});
