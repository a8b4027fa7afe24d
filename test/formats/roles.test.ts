import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRoles } from '../../src/formats/roles.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { connectionClosed, connectionOpened, type EventBody, stamp } from '../support/events.ts';

function on(conn: string, body: EventBody): TraceEvent {
  const [event] = stamp([body], conn);
  assert.ok(event);
  return event;
}

test('we are the server of a connection that nobody said we opened', () => {
  const roles = createRoles();
  roles.observe(on('c1', connectionOpened({ role: 'SERVER' })));
  assert.equal(roles.ours('c1'), 'SERVER');
  assert.equal(roles.ours('c2'), 'SERVER');
});

test('we are the client of a connection that we opened, until it closes', () => {
  const roles = createRoles();
  roles.observe(on('c1', connectionOpened({ role: 'CLIENT' })));
  assert.equal(roles.ours('c1'), 'CLIENT');
  roles.observe(on('c1', connectionClosed()));
  assert.equal(roles.ours('c1'), 'SERVER');
});

test('connections whose end was lost are forgotten, the oldest first', () => {
  const roles = createRoles();
  for (let n = 1; n <= 5000; n++) roles.observe(on(`c${n}`, connectionOpened({ role: 'CLIENT' })));
  assert.equal(roles.ours('c1'), 'SERVER');
  assert.equal(roles.ours('c904'), 'SERVER');
  assert.equal(roles.ours('c905'), 'CLIENT');
  assert.equal(roles.ours('c5000'), 'CLIENT');
});
