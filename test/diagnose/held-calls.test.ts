import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldCall } from '../../src/diagnose/held-call.ts';
import { HeldCalls } from '../../src/diagnose/held-calls.ts';
import { conversation } from '../support/conversation.ts';

const KNOWN = { head: { isGrpc: true }, matches: undefined, isServed: false };

function call(id: number): HeldCall {
  const talk = conversation();
  talk.client(talk.request(id, { ':method': 'POST', ':path': '/a.B/C', 'content-type': 'application/grpc' }));
  const [request, opened] = talk.events.slice(-2);
  if (request?.kind !== 'frame' || opened?.kind !== 'streamOpened') throw new Error('no request');
  return new HeldCall(request, opened, 1, KNOWN);
}

test('calls are found by their ids, and listed in the order in which they began', () => {
  const calls = new HeldCalls();
  assert.equal(calls.get(1), undefined);
  for (const id of [509, 511, 513]) calls.add(call(id));
  assert.equal(calls.get(511)?.id, 511);
  assert.deepEqual(
    calls.list().map(({ id }) => id),
    [509, 511, 513],
  );
});

test('a call whose slot another takes is given back, and is held no longer', () => {
  const calls = new HeldCalls();
  const [old, young] = [call(1), call(513)];
  assert.equal(calls.add(old), undefined);
  assert.equal(calls.add(young), old);
  assert.equal(calls.get(1), undefined);
  calls.remove(old);
  assert.equal(calls.get(513), young);
  calls.remove(young);
  assert.deepEqual(calls.list(), []);
});
