import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOP_BY_HOP } from '../../../../src/diagnose/rules/keepalive/hop-by-hop.ts';
import { Sequence } from '../../../../src/trace/event-source.ts';
import { assertSilent, type Conversation, causes, conversation, found } from '../../../support/conversation.ts';
import { frames } from '../../../support/frames.ts';

const CLIENTS = '0000000000000001';
const PROXYS = '00000000000000aa';

/** Both legs of a proxied connection: to its client, and to its server. */
function legs(): readonly [Conversation, Conversation] {
  const sequence = new Sequence();
  const downstream = { listener: 'proxy', role: 'SERVER', pairedConn: 'c2' } as const;
  const upstream = { listener: 'proxy', role: 'CLIENT', pairedConn: 'c1' } as const;
  return [
    conversation({ conn: 'c1', opened: downstream, sequence }),
    conversation({ conn: 'c2', opened: upstream, sequence }),
  ];
}

function ping(talk: Conversation, opaque: string): void {
  talk.after(10_000).client(frames.ping(opaque)).after(1).server(frames.pong(opaque));
}

test('RFC 9113 §6.7: each leg has PINGs of its own, which say nothing of the other end; told once for a pair', () => {
  const [one, other] = legs();
  for (let n = 0; n < 3; n++) ping(one, CLIENTS);
  for (let n = 0; n < 4; n++) ping(other, PROXYS);
  const [cause, ...more] = causes([one, other], [HOP_BY_HOP]);
  assert.equal(more.length, 0);
  assert.equal(cause?.finding.count, 1);
  assert.equal(cause?.finding.severity, 'INFO');
  assert.match(
    cause?.finding.explanation ?? '',
    /^The client of c\d sent \d PINGs?, and the client of its other leg c\d sent \d PINGs? of its own: the proxy in between answers/,
  );
  const opaques = cause?.finding.evidence.map((seq) => opaqueOf([one, other], seq));
  assert.deepEqual(new Set(opaques), new Set([CLIENTS, PROXYS]));
});

test('the same eight bytes on both legs are one PING that passes from end to end', () => {
  const [one, other] = legs();
  ping(one, CLIENTS);
  ping(other, CLIENTS);
  assert.deepEqual(found([one, other], [HOP_BY_HOP]), []);
});

test('PINGs on one leg alone say nothing of a proxy', () => {
  const [one, other] = legs();
  ping(one, CLIENTS);
  other.after(20_000);
  assert.deepEqual(found([one, other], [HOP_BY_HOP]), []);
});

test('a connection that is no leg of a pair', () => {
  const talk = conversation();
  ping(talk, CLIENTS);
  talk.server(frames.ping(PROXYS)).client(frames.pong(PROXYS));
  assertSilent(talk, HOP_BY_HOP);
});

function opaqueOf(talks: readonly Conversation[], seq: number): string | undefined {
  const event = talks.flatMap(({ events }) => events).find((each) => each.seq === seq);
  return event?.kind === 'frame' ? event.frame.ping?.opaque : undefined;
}
