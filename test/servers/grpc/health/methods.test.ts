import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, suite, test } from 'node:test';

import type { ClientReadableStream } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';

import type { HealthCheckResponse__Output as HealthCheckResponse } from '../../../../src/gen/grpc/health/v1/HealthCheckResponse.ts';
import type { HealthListResponse__Output as HealthListResponse } from '../../../../src/gen/grpc/health/v1/HealthListResponse.ts';
import { MAX_WATCHERS } from '../../../../src/servers/health-registry.ts';
import { healthClient, type RunningGrpcServer, startGrpcServer } from '../../support.ts';

suite('grpc.health.v1.Health', () => {
  let running: RunningGrpcServer;
  beforeEach(async () => {
    running = await startGrpcServer();
  });
  afterEach(() => running.close());

  function check(service: string): Promise<HealthCheckResponse> {
    return new Promise((resolve, reject) => {
      running.health.Check({ service }, (error, response) =>
        response === undefined ? reject(error) : resolve(response),
      );
    });
  }

  function list(): Promise<HealthListResponse> {
    return new Promise((resolve, reject) => {
      running.health.List({}, (error, response) => (response === undefined ? reject(error) : resolve(response)));
    });
  }

  async function nextStatus(call: ClientReadableStream<HealthCheckResponse>): Promise<string> {
    const [response] = await once(call, 'data');
    return response.status;
  }

  test('Check tells the status of the server and of each service', async () => {
    assert.equal((await check('')).status, 'SERVING');
    running.registry.setAll('NOT_SERVING');
    assert.equal((await check('')).status, 'NOT_SERVING');
    assert.equal((await check('sre.echo.v1.EchoService')).status, 'NOT_SERVING');
  });

  test('Check answers NOT_FOUND for an unknown service, and says which there are', async () => {
    await assert.rejects(check('nope'), { code: status.NOT_FOUND, details: /^unknown service "nope": .*EchoService/ });
    await assert.rejects(check('\u{1f4a5}'.repeat(10_000)), { code: status.NOT_FOUND });
  });

  test('List tells the status of every service', async () => {
    const { statuses } = await list();
    assert.deepEqual(statuses[''], { status: 'SERVING' });
    assert.deepEqual(statuses['sre.echo.v1.EchoService'], { status: 'SERVING' });
  });

  test('Watch tells the status at once, and each change', async () => {
    const call = running.health.Watch({ service: 'sre.echo.v1.EchoService' });
    assert.equal(await nextStatus(call), 'SERVING');
    running.registry.setAll('NOT_SERVING');
    assert.equal(await nextStatus(call), 'NOT_SERVING');
    running.registry.setAll('NOT_SERVING');
    running.registry.setAll('SERVING');
    assert.equal(await nextStatus(call), 'SERVING');
    call.on('error', () => {}).cancel();
  });

  test('Watch of an unknown service says SERVICE_UNKNOWN and goes on', async () => {
    const call = running.health.Watch({ service: 'nope' });
    assert.equal(await nextStatus(call), 'SERVICE_UNKNOWN');
    const ended = once(call, 'status');
    await check('');
    running.registry.shutdown();
    assert.equal((await ended)[0].code, status.OK);
  });

  test('Watch says NOT_SERVING and ends at a shutdown, so that a drain need not cut it', async () => {
    const call = running.health.Watch({ service: '' });
    assert.equal(await nextStatus(call), 'SERVING');
    running.registry.shutdown();
    const drained = running.server.drain(60_000);
    const ended = once(call, 'status');
    assert.equal(await nextStatus(call), 'NOT_SERVING');
    assert.equal((await ended)[0].code, status.OK);
    await drained;
  });

  test('Watch refuses one watcher too many, and takes another when one has cancelled', async () => {
    const calls = Array.from({ length: MAX_WATCHERS - 1 }, () => running.health.Watch({ service: '' }));
    await Promise.all(calls.map(nextStatus));
    const [first] = calls;
    const last = running.health.Watch({ service: '' });
    assert.equal(await nextStatus(last), 'SERVING');
    // One HTTP/2 connection takes no more streams than MAX_CONCURRENT_STREAMS, so the next one comes over another.
    const other = healthClient(running.target);
    const refused = other.Watch({ service: '' });
    const [error] = await once(refused, 'error');
    assert.equal(error.code, status.RESOURCE_EXHAUSTED);
    first?.on('error', () => {}).cancel();
    await check('');
    const taken = other.Watch({ service: '' });
    assert.equal(await nextStatus(taken), 'SERVING');
    for (const call of [...calls, last, taken]) call.on('error', () => {}).cancel();
    other.close();
  });
});
