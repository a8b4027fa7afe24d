import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { status } from '@grpc/grpc-js';

import type { AdminServiceClient } from '../../../../src/gen/sre/admin/v1/AdminService.ts';
import { adminClient, type RunningAdminServer, startAdminServer } from '../support.ts';

type Method = 'ListServing' | 'SetServing' | 'GetFault' | 'SetFault' | 'ClearFault';

suite('sre.admin.v1.AdminService', () => {
  let running: RunningAdminServer;
  let client: AdminServiceClient;
  beforeEach(async () => {
    running = await startAdminServer();
    client = adminClient(running);
  });
  afterEach(async () => {
    client.close();
    await running.close();
  });

  const call = (method: Method, request: object = {}) => callOf(client, method, request);

  test('SetServing sets the server as a whole and each service, or one, and tells what is so', async () => {
    const none = { ready: false, services: { '': 'NOT_SERVING', 'a.b.C': 'NOT_SERVING' } };
    assert.deepEqual(await call('SetServing', { status: 'NOT_SERVING' }), none);
    const one = { ready: false, services: { '': 'NOT_SERVING', 'a.b.C': 'SERVING' } };
    assert.deepEqual(await call('SetServing', { service: 'a.b.C', status: 'SERVING' }), one);
    const both = { ready: true, services: { '': 'SERVING', 'a.b.C': 'SERVING' } };
    assert.deepEqual(await call('SetServing', { service: '', status: 'SERVING' }), both);
    assert.deepEqual(await call('ListServing'), both);
  });

  test('SetServing says what is wrong with what it refuses', async () => {
    await assert.rejects(call('SetServing', { service: 'a.b.D', status: 'SERVING' }), {
      code: status.NOT_FOUND,
      details: 'unknown service "a.b.D": expected one of "", "a.b.C"',
    });
    await assert.rejects(call('SetServing', {}), {
      code: status.INVALID_ARGUMENT,
      details: 'status "" came: expected SERVING or NOT_SERVING',
    });
    running.health.shutdown();
    await assert.rejects(call('SetServing', { status: 'SERVING' }), { code: status.FAILED_PRECONDITION });
  });

  test('SetFault, GetFault and ClearFault', async () => {
    assert.deepEqual(await call('GetFault'), {});
    assert.deepEqual(await call('SetFault', { fault: 'delay=5ms' }), { fault: 'delay=5ms' });
    await assert.rejects(call('SetFault', { fault: 'nonsense' }), {
      code: status.INVALID_ARGUMENT,
      details: /"nonsense" came, expected one of hostname, /,
    });
    assert.equal(running.faults.text, 'delay=5ms');
    assert.deepEqual(await call('ClearFault'), {});
    assert.equal(running.faults.text, undefined);
  });
});

interface Reply {
  readonly ready?: boolean;
}

/** Generated clients have an overload for each way to call. */
type Call = (request: object, done: (error: Error | null, reply?: Reply) => void) => void;

function callOf(client: AdminServiceClient, method: Method, request: object): Promise<Reply> {
  const call = client[method].bind(client) as unknown as Call;
  return new Promise((resolve, reject) => {
    call(request, (error, reply) => (reply === undefined ? reject(error) : resolve(reply)));
  });
}
