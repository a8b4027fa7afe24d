import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONNECTION_CHURN } from '../../../../src/diagnose/rules/connection/churn.ts';
import type { Finding } from '../../../../src/trace/event.ts';
import { Sequence } from '../../../../src/trace/event-source.ts';
import { causes, conversation, type Talk } from '../../../support/conversation.ts';

interface Plan {
  readonly connections: number;
  /** From the beginning of one to that of the next. */
  readonly everyMs: number;
  readonly callMs?: number;
  readonly calls?: number;
  readonly endedBy?: 'CLIENT' | 'SERVER';
}

function talks({ connections, everyMs, callMs = 10, calls = 1, endedBy = 'CLIENT' }: Plan): Talk[] {
  const sequence = new Sequence();
  return Array.from({ length: connections }, (_, n) => {
    const talk = conversation({ conn: `c${n + 1}`, startMs: n * everyMs, sequence });
    for (let call = 0; call < calls; call++) talk.call(2 * call + 1, callMs);
    return talk.end({ how: 'FIN', endedBy });
  });
}

function found(plan: Plan): Finding[] {
  return causes(talks(plan), [CONNECTION_CHURN]).map(({ finding }) => finding);
}

test('RFC 9113 §9.1: one connection behind the other, each for a call, is worth a word', () => {
  const [finding, ...more] = found({ connections: 25, everyMs: 500 });
  assert.equal(more.length, 0);
  assert.equal(finding?.severity, 'INFO');
  assert.match(
    finding?.explanation ?? '',
    /^From 127\.0\.0\.1 came 24 HTTP\/2 connections within 11\.5 s, one behind the other, with 24 streams in all, .* within 10 ms\./,
  );
  assert.equal(finding?.evidence.length, 8);
});

test('more than one a second, all the time, costs what can be felt', () => {
  assert.equal(found({ connections: 110, everyMs: 100 })[0]?.severity, 'WARNING');
});

test('silent: probes that come every ten seconds', () => {
  assert.deepEqual(found({ connections: 40, everyMs: 10_000 }), []);
});

test('silent: many connections at once, as a load test opens them', () => {
  assert.deepEqual(found({ connections: 100, everyMs: 0, callMs: 1_000 }), []);
});

test('silent: connections that are used', () => {
  assert.deepEqual(found({ connections: 30, everyMs: 500, calls: 3 }), []);
});

test('silent: connections that the server ends', () => {
  assert.deepEqual(found({ connections: 30, everyMs: 500, endedBy: 'SERVER' }), []);
});

test('silent: TCP health checks', () => {
  const sequence = new Sequence();
  const checks = Array.from({ length: 60 }, (_, n) =>
    conversation({ opening: false, conn: `c${n}`, startMs: n * 100, sequence }).end({ how: 'FIN', endedBy: 'CLIENT' }),
  );
  assert.deepEqual(causes(checks, [CONNECTION_CHURN]), []);
});
