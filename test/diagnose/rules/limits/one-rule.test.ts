/** What is about a limit is told by one rule: those of other families give way. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RULES } from '../../../../src/diagnose/rules/index.ts';
import { type Conversation, conversation, findings } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { dataFrames, longMessage, messages, WINDOW } from '../../../support/large-data.ts';
import { CALL as BARE, OK } from '../../../support/script.ts';

const CALL = { ...BARE, te: 'trailers', 'grpc-timeout': '1M' };
const SHORT = { ...CALL, 'grpc-timeout': '5S' };

/** Of all rules, without what is only information. */
function told(talk: Conversation): string[] {
  const worse = findings(talk, ...RULES).filter(({ severity }) => severity !== 'INFO');
  return worse.map(({ rule, severity }) => `${rule} ${severity}`).sort();
}

function unread(fields = CALL): Conversation {
  const talk = conversation().client(frames.windowUpdate(0, 1_000_000));
  talk
    .client(talk.request(1, fields, { endStream: true }))
    .after(5)
    .server(talk.response(1, OK));
  return talk.server(dataFrames(1, messages(10, 10_000), 0, WINDOW));
}

function tooMany(): Conversation {
  const talk = conversation({ serverSettings: { MAX_CONCURRENT_STREAMS: 1 } }).after(1);
  return talk.client(talk.request(1, CALL), talk.request(3, CALL)).after(2);
}

function longList(): Conversation {
  const talk = conversation({ serverSettings: { MAX_HEADER_LIST_SIZE: 8_192 } });
  return talk.client(talk.request(1, { ...CALL, 'x-baggage': 'v'.repeat(12_000) }, { endStream: true })).after(2);
}

test('a stream that waited for credit was neither cancelled nor silent nor killed by a timer: it was not read', () => {
  assert.deepEqual(told(unread(SHORT).after(5_000).client(frames.rst(1, 'CANCEL'))), ['L4 ERROR', 'L4 WARNING']);
  assert.deepEqual(told(unread().after(15_000).client(frames.rst(1, 'CANCEL'))), ['L4 WARNING']);
  assert.deepEqual(told(unread().after(15_000).server(frames.rst(1, 'INTERNAL_ERROR'))), ['L4 ERROR', 'L4 WARNING']);
  const upload = conversation();
  upload.client(upload.request(1, SHORT), dataFrames(1, longMessage(150_000), 0, WINDOW)).after(5_000);
  assert.deepEqual(told(upload.client(frames.rst(1, 'CANCEL'))), ['L6 ERROR', 'L6 WARNING']);
});

test('a connection that was cut while a stream waited is told as such: nobody knows whether that was why', () => {
  const talk = unread().after(9_000).end({ how: 'FIN', endedBy: 'SERVER' });
  assert.deepEqual(told(talk), ['G6 ERROR', 'L4 WARNING']);
});

test('a stream beyond the limit was refused, reset or ended with its connection because of that', () => {
  assert.deepEqual(told(tooMany().server(frames.rst(3, 'REFUSED_STREAM'))), ['L3 WARNING']);
  assert.deepEqual(told(tooMany().server(frames.rst(3, 'PROTOCOL_ERROR'))), ['L3 ERROR']);
  const goaway = tooMany().server(frames.goaway(1, 'INTERNAL_ERROR')).after(1).end({ how: 'FIN', endedBy: 'SERVER' });
  assert.deepEqual(told(goaway), ['L3 ERROR']);
});

test('a header list beyond the limit is why a stream was reset or answered with 431', () => {
  assert.deepEqual(told(longList().server(frames.rst(1, 'ENHANCE_YOUR_CALM'))), ['L1 ERROR', 'L1 WARNING']);
  const page = longList();
  page.server(
    page.response(1, { ':status': '431', 'content-type': 'text/html', server: 'nginx' }, { endStream: true }),
  );
  assert.deepEqual(told(page), ['L1 ERROR', 'L1 WARNING']);
});

test('credit that no window can take is why a stream or the connection ends', () => {
  const zero = conversation();
  zero.client(zero.request(1, CALL), frames.windowUpdate(1, 0)).after(1).server(frames.rst(1, 'PROTOCOL_ERROR'));
  assert.deepEqual(told(zero), ['L9 ERROR']);
  const overflow = conversation();
  overflow.client(overflow.request(1, CALL), frames.windowUpdate(0, 2 ** 31 - 1)).after(1);
  overflow.server(frames.goaway(1, 'FLOW_CONTROL_ERROR')).end({ how: 'FIN', endedBy: 'SERVER' });
  assert.deepEqual(told(overflow), ['L9 ERROR']);
});
