import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ONE_CONNECTION } from '../../../../src/diagnose/rules/limits/one-connection.ts';
import { Sequence } from '../../../../src/trace/event-source.ts';
import {
  assertEvidence,
  assertSilent,
  type Conversation,
  causes,
  conversation,
  theFinding,
} from '../../../support/conversation.ts';
import { CALL as BARE, TRAILERS } from '../../../support/script.ts';

/** What clients of gRPC send. */
const CALL = { ...BARE, te: 'trailers' };

const HALF_AN_HOUR = 30 * 60_000;

/** `count` calls in `ms`. */
function busy(
  count: number,
  ms: number,
  options: Parameters<typeof conversation>[0] = {},
  fields: Readonly<Record<string, string>> = {},
): Conversation {
  const talk = conversation(options);
  for (let n = 0; n < count; n++) {
    const id = 2 * n + 1;
    talk.client(talk.request(id, { ...CALL, ...fields }, { endStream: true })).after(ms / count / 2);
    talk.server(talk.response(id, { ':status': '200', ...TRAILERS }, { endStream: true })).after(ms / count / 2);
  }
  return talk;
}

test('gRFC A9: a connection that carries all calls of a client for half an hour is told, with how many', () => {
  const talk = busy(10_100, HALF_AN_HOUR + 20_000);
  const finding = theFinding(talk, ONE_CONNECTION);
  assert.equal(finding.severity, 'INFO');
  assert.equal(finding.count, 1);
  assert.match(
    finding.explanation,
    /^For 30 min this connection has carried 100\d\d of the 100\d\d calls that came from 127\.0\.0\.1\. It has no other connection\./,
  );
  assertEvidence(talk, finding, ['connectionOpened']);
});

test('its other connections are told where they had next to nothing', () => {
  const sequence = new Sequence();
  const talks = [
    busy(10_100, HALF_AN_HOUR + 20_000, { sequence }),
    busy(10, HALF_AN_HOUR + 20_000, { conn: 'c2', sequence }),
  ];
  const [cause] = causes(talks, [ONE_CONNECTION]);
  assert.equal(cause?.conn, 'c1');
  assert.match(cause?.finding.explanation ?? '', /Its 1 other connection had next to nothing to do/);
});

test('connections of a pool that share the calls are balanced', () => {
  const sequence = new Sequence();
  const talks = ['c1', 'c2'].map((conn) => busy(10_100, HALF_AN_HOUR + 20_000, { conn, sequence }));
  assert.deepEqual(causes(talks, [ONE_CONNECTION]), []);
});

test('few calls, and a short time, are no imbalance', () => {
  assertSilent(busy(9_900, HALF_AN_HOUR + 20_000), ONE_CONNECTION);
  assertSilent(busy(20_000, 60_000), ONE_CONNECTION);
});

test('a proxy balances calls, and this is its connection to us', () => {
  assertSilent(busy(10_100, HALF_AN_HOUR + 20_000, {}, { 'x-envoy-attempt-count': '1' }), ONE_CONNECTION);
});
