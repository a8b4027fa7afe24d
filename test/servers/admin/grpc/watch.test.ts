import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

import { type ClientReadableStream, type StatusObject, status } from '@grpc/grpc-js';

import type { TraceEvent__Output as Received } from '../../../../src/gen/sre/trace/v1/TraceEvent.ts';
import type { TraceServiceClient } from '../../../../src/gen/sre/trace/v1/TraceService.ts';
import {
  ADMIN_FILES,
  LOAD_OPTIONS,
  loadProtos,
  serviceOf,
  TRACE_SERVICE,
} from '../../../../src/servers/grpc/protos.ts';
import { numbered } from '../../../support/numbered.ts';
import { HOST } from '../support.ts';
import { type RunningDelivery, startDelivery, traceClient } from '../trace/support.ts';

type Watch = ClientReadableStream<Received>;

/** How a call ends. Not by once(): it takes the 'error' that comes first for its own. */
async function errorOf(call: Watch): Promise<{ code: number; details: string }> {
  call.on('error', () => {}).resume();
  const { code, details } = await new Promise<StatusObject>((resolve) => call.once('status', resolve));
  return { code, details };
}

/** Reads nothing until it is told to. Not of grpc-js: that reads ahead whatever happens. */
async function deafWatch({ listeners }: RunningDelivery): Promise<{ events(): AsyncGenerator<Received> }> {
  const { Watch } = serviceOf(loadProtos(LOAD_OPTIONS, ADMIN_FILES), TRACE_SERVICE);
  assert.ok(Watch !== undefined);
  const { path, responseDeserialize } = Watch;
  const session = connect(`http://${HOST}`, { createConnection: () => listeners.h2c.connect() });
  const stream = session.request({
    ':path': path,
    ':method': 'POST',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.end(Buffer.alloc(5));
  await once(stream, 'response');
  return {
    async *events() {
      let rest = Buffer.alloc(0);
      // Also where the caller has enough before the stream ends.
      stream.once('close', () => session.destroy());
      for await (const chunk of stream) {
        rest = Buffer.concat([rest, chunk]);
        while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
          const end = 5 + rest.readUInt32BE(1);
          yield responseDeserialize(rest.subarray(5, end)) as Received;
          rest = rest.subarray(end);
        }
      }
    },
  };
}

suite('sre.trace.v1.TraceService/Watch', () => {
  let running: RunningDelivery;
  let client: TraceServiceClient;
  beforeEach(async () => {
    running = await startDelivery({ maxSubscribers: 2 });
    client = traceClient(running);
  });
  afterEach(async () => {
    client.close();
    await running.close();
  });

  async function watch(request: object = {}): Promise<Watch> {
    const call = client.Watch(request);
    call.on('error', () => {});
    await once(call, 'metadata');
    return call;
  }

  /** Of the next `count` events. */
  async function seqs(call: Watch, count: number): Promise<number[]> {
    const events: number[] = [];
    while (events.length < count) {
      const event = call.read();
      if (event === null) await once(call, 'readable');
      else events.push(event.seq);
    }
    return events;
  }

  test('events come as they happen', async () => {
    const call = await watch();
    running.hub.publish(numbered(1, 2));
    assert.deepEqual(await seqs(call, 2), [1, 2]);
    running.hub.publish(numbered(3, 3));
    assert.deepEqual(await seqs(call, 1), [3]);
    call.cancel();
  });

  test('those that match, after the newest of the past', async () => {
    running.hub.publish(numbered(1, 10));
    const call = await watch({ filter: 'even', replay: 2 });
    running.hub.publish(numbered(11, 12));
    assert.deepEqual(await seqs(call, 3), [8, 10, 12]);
    const since = await watch({ since: 11 });
    assert.deepEqual(await seqs(since, 2), [11, 12]);
  });

  test('a filter that is wrong is INVALID_ARGUMENT, with the position', async () => {
    assert.deepEqual(await errorOf(client.Watch({ filter: 'odd' })), {
      code: status.INVALID_ARGUMENT,
      details: 'filter refused at character 3: expected even or from\nodd\n  ^',
    });
  });

  test('one too many is RESOURCE_EXHAUSTED, and a cancelled one makes room', async () => {
    const first = await watch();
    await watch();
    const { code } = await errorOf(client.Watch({}));
    assert.equal(code, status.RESOURCE_EXHAUSTED);
    first.cancel();
    while (running.delivery.subscriptions.refusal !== undefined) await turn();
    await watch();
  });

  test('its connection is muted until it is over', async () => {
    const call = await watch();
    assert.deepEqual(running.muted, ['c1']);
    call.cancel();
    while (running.muted.length > 0) await turn();
  });

  test('a reader who stops loses events and is told which; the others, and who publishes, do not wait', async () => {
    const slow = await deafWatch(running);
    const quick = await watch();
    let seen = 0;
    quick.on('data', () => seen++);
    const last = 60_000;
    for (let seq = 1; seq <= last; seq += 500) {
      running.hub.publish(numbered(seq, seq + 499));
      while (seen < seq + 499) await turn();
    }
    running.hub.publish(numbered(last + 1, last + 1));
    let next = 1;
    let lost = 0;
    for await (const event of slow.events()) {
      assert.equal(event.seq, next);
      const { dropped = 0, lastSeq = event.seq } = event.traceLost ?? {};
      lost += dropped;
      next = lastSeq + 1;
      if (next > last + 1) break;
    }
    assert.ok(lost > 0 && lost < last, `${lost} lost`);
  });

  test('a drain gives what waits, then ends it with UNAVAILABLE', async () => {
    const call = await watch();
    running.hub.publish(numbered(1, 3));
    const drained = running.server.drain(10_000);
    assert.deepEqual(await seqs(call, 3), [1, 2, 3]);
    assert.deepEqual(await errorOf(call), { code: status.UNAVAILABLE, details: 'the server is going away' });
    client.close();
    await drained;
  });
});
