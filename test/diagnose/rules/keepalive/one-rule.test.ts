/** With all rules: one of them speaks of a cause, and those of other families give way. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RULES } from '../../../../src/diagnose/rules/index.ts';
import { type Conversation, conversation, findings } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK } from '../../../support/script.ts';

const PING = '0000000000000001';

function watch(fields: Readonly<Record<string, string>> = {}): Conversation {
  const talk = conversation().after(1);
  const head = { ...CALL, te: 'trailers', ...fields };
  talk.client(talk.request(1, head), frames.data(1, message(''), { endStream: true }));
  return talk.after(5).server(talk.response(1, OK), frames.data(1, message('first')));
}

/** Ids of the rules that say more than that something is worth knowing. */
function loud(talk: Conversation): string[] {
  const all = findings(talk, ...RULES).filter(({ severity }) => severity !== 'INFO');
  return all.map(({ rule }) => rule);
}

test('K6: a load balancer that has forgotten the connection, or cuts it', () => {
  const forgotten = watch()
    .after(400_000)
    .server(frames.data(1, message('event')))
    .after(2);
  assert.deepEqual(loud(forgotten.end({ how: 'RST', endedBy: 'CLIENT', error: 'client: ECONNRESET' })), ['K6']);
  assert.deepEqual(loud(watch().after(60_004).end({ how: 'FIN', endedBy: 'CLIENT' })), ['K6']);
  assert.deepEqual(loud(watch().after(60_004).end({ how: 'FIN', endedBy: 'SERVER' })), ['K6']);
});

test('K4: keepalive that ran out, with a GOAWAY and without', () => {
  const server = watch().after(7_300).server(frames.ping(PING)).after(2_000);
  server.server(frames.goaway(1, 'NO_ERROR', 'keepalive_timeout')).end({ how: 'FIN', endedBy: 'SERVER' });
  assert.deepEqual(loud(server), ['K4']);
  // As servers of Node end it.
  const reset = watch().after(7_300).server(frames.ping(PING)).after(2_000);
  reset.server(frames.goaway(1, 'NO_ERROR', 'keepalive_timeout'), frames.rst(1, 'NO_ERROR'), frames.goaway(1));
  assert.deepEqual(loud(reset.end({ how: 'FIN', endedBy: 'SERVER' })), ['K4']);
  const client = watch().after(7_300).client(frames.ping(PING)).after(20_000).end({ how: 'FIN', endedBy: 'CLIENT' });
  assert.deepEqual(loud(client), ['K4']);
});

test('K7: a timer of silence, from either side', () => {
  const envoy = watch({ 'x-envoy-attempt-count': '1' }).after(300_004).client(frames.rst(1, 'INTERNAL_ERROR'));
  assert.deepEqual(loud(envoy), ['K7']);
  assert.deepEqual(loud(watch().after(60_010).server(frames.rst(1, 'PROTOCOL_ERROR'))), ['K7']);
});

test('K1: too many PINGs were foreseen by K2, and then happened', () => {
  const talk = watch();
  for (let n = 0; n < 4; n++) talk.after(10_000).client(frames.ping(PING)).server(frames.pong(PING));
  talk
    .after(1)
    .server(frames.goaway(1, 'ENHANCE_YOUR_CALM', 'too_many_pings'))
    .end({ how: 'FIN', endedBy: 'SERVER' });
  assert.deepEqual(loud(talk), ['K2', 'K1']);
});
