import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHANGED_BY_HOP } from '../../../../src/diagnose/rules/stream/changed-by-hop.ts';
import { MISSING_STATUS } from '../../../../src/diagnose/rules/stream/missing-status.ts';
import type { Finding } from '../../../../src/trace/event.ts';
import { Sequence } from '../../../../src/trace/event-source.ts';
import { type Conversation, causes, conversation } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';
import { CALL, message, OK, TRAILERS } from '../../../support/script.ts';

interface Legs {
  readonly down: Conversation;
  readonly up: Conversation;
}

/** A call on both legs; the upstream answers at 10 ms, the client is answered at 12 ms. */
function legs(downFields: Readonly<Record<string, string>> = {}, upFields = downFields, upId = 1): Legs {
  const sequence = new Sequence();
  const down = conversation({ conn: 'c1', sequence, opened: { listener: 'proxy', role: 'SERVER', pairedConn: 'c2' } });
  const up = conversation({ conn: 'c2', sequence, opened: { listener: 'proxy', role: 'CLIENT', pairedConn: 'c1' } });
  const body = message('hello');
  down.client(down.request(1, { ...CALL, ...downFields }), frames.data(1, body, { endStream: true })).after(12);
  up.client(up.request(upId, { ...CALL, ...upFields }), frames.data(upId, body, { endStream: true })).after(10);
  return { down, up };
}

function trailersOnly(talk: Conversation, status: string, streamId = 1): Conversation {
  return talk.server(talk.response(streamId, { ...OK, 'grpc-status': status }, { endStream: true }));
}

function foundOn({ down, up }: Legs, rule = CHANGED_BY_HOP): Finding[] {
  return causes([up, down], [rule]).map(({ finding }) => finding);
}

test('another status than that of the upstream is told with both', () => {
  const both = legs();
  const end = both.up.response(1, { ...OK, 'grpc-status': '5', 'grpc-message': 'no such user' }, { endStream: true });
  both.up.server(end);
  trailersOnly(both.down, '2');
  const [finding, ...more] = foundOn(both);
  assert.deepEqual(more, []);
  assert.equal(finding?.severity, 'ERROR');
  assert.equal(
    finding?.explanation,
    'The upstream answered pkg.Service/Method with grpc-status 5 NOT_FOUND "no such user"; the hop in between gave its client grpc-status 2 UNKNOWN.',
  );
  assert.equal(finding.evidence.length, 4);
});

test('a status that is lost on the way is the hop, and not the upstream: S1 gives way', () => {
  const both = legs();
  both.up.server(
    both.up.response(1, OK),
    frames.data(1, message('hi')),
    both.up.response(1, TRAILERS, { endStream: true }),
  );
  both.down.server(both.down.response(1, OK), frames.data(1, message('hi'), { endStream: true }));
  assert.match(
    foundOn(both)[0]?.explanation ?? '',
    /grpc-status 0 OK; the hop in between gave its client no grpc-status at all/,
  );
  assert.deepEqual(foundOn(both, MISSING_STATUS), []);
});

test('an upstream that has no status itself is S1 of the upstream', () => {
  const both = legs();
  both.up.server(both.up.response(1, OK), frames.data(1, message('hi'), { endStream: true }));
  trailersOnly(both.down, '13');
  assert.deepEqual(foundOn(both), []);
  assert.equal(foundOn(both, MISSING_STATUS).length, 1);
});

test('trailers-only that became a head and an empty DATA frame is not found by clients', () => {
  const both = legs();
  trailersOnly(both.up, '5');
  both.down.server(both.down.response(1, { ...OK, 'grpc-status': '5' }), frames.data(1, '', { endStream: true }));
  assert.match(
    foundOn(both)[0]?.explanation ?? '',
    /the same in the head of a response that an empty DATA frame ended/,
  );
});

test('where the ids differ x-request-id says which call it is', () => {
  const both = legs({ 'x-request-id': 'a' }, { 'x-request-id': 'a' }, 7);
  trailersOnly(both.up, '5', 7);
  trailersOnly(both.down, '14');
  assert.match(foundOn(both)[0]?.explanation ?? '', /grpc-status 5 NOT_FOUND; .* grpc-status 14 UNAVAILABLE/);
});

test('silent: the same status on both legs is what a proxy is for', () => {
  const both = legs();
  trailersOnly(both.up, '5');
  trailersOnly(both.down, '5');
  assert.deepEqual(foundOn(both), []);
});

test('one stream id with another path or another x-request-id is another call', () => {
  const other = { ':path': '/pkg.Service/Other' };
  for (const both of [legs({}, other), legs({ 'x-request-id': 'a' }, { 'x-request-id': 'b' })]) {
    trailersOnly(both.up, '5');
    trailersOnly(both.down, '14');
    assert.deepEqual(foundOn(both), []);
  }
});

test('a client that cancelled did not wait for the status', () => {
  const both = legs();
  trailersOnly(both.up, '5');
  both.down.client(frames.rst(1, 'CANCEL'));
  assert.deepEqual(foundOn(both), []);
});
