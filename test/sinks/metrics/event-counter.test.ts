import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Metrics } from '../../../src/sinks/metrics/metrics.ts';
import type { ConnectionOpened } from '../../../src/trace/event.ts';
import {
  connectionClosed,
  connectionOpened,
  type EventBody,
  frame,
  headers,
  message,
  otherFrames,
  START,
  stamp,
  streamClosed,
  unaryCall,
} from '../../support/events.ts';
import { metricsForTest, scrape, valuesOf } from '../../support/metrics.ts';

function fed(t: TestContext, bodies: readonly EventBody[], conn = 'c1'): Metrics {
  const metrics = metricsForTest();
  t.after(() => metrics.close());
  metrics.sink.write(stamp(bodies, conn));
  return metrics;
}

function streamOpened(streamId: number): EventBody {
  return { kind: 'streamOpened', streamOpened: { streamId, method: 'GET', path: '/', authority: '' } };
}

const lost: EventBody = { kind: 'traceLost', traceLost: { reason: 'a bug of ours', dropped: 0 } };

describe('frames', () => {
  test('are counted by type and side, with their payload', async (t) => {
    const metrics = fed(t, unaryCall());
    assert.deepEqual(await valuesOf(metrics, 'sre_frames_total'), {
      'type=DATA side=CLIENT': 1,
      'type=DATA side=SERVER': 1,
      'type=HEADERS side=CLIENT': 1,
      'type=HEADERS side=SERVER': 2,
    });
    assert.deepEqual(await valuesOf(metrics, 'sre_frame_payload_bytes_total'), {
      'type=DATA side=CLIENT': 12,
      'type=DATA side=SERVER': 12,
      'type=HEADERS side=CLIENT': 86,
      'type=HEADERS side=SERVER': 38,
    });
  });

  test('every type has its own row', async (t) => {
    const counts = await valuesOf(fed(t, otherFrames()), 'sre_frames_total');
    const types = new Set(otherFrames().flatMap((body) => (body.kind === 'frame' ? [body.frame.type] : [])));
    assert.deepEqual(new Set(Object.keys(counts).map((key) => /type=(\w+)/.exec(key)?.[1])), types);
  });

  test('RST_STREAM and GOAWAY have the name of their code, and those without one share one', async (t) => {
    const reset = (errorCode: number) => frame('CLIENT', 'RST_STREAM', 1, { rstStream: { error: '', errorCode } });
    const goaway = (errorCode: number) =>
      frame('SERVER', 'GOAWAY', 0, { goaway: { lastStreamId: 0, error: '', errorCode, debug: '' } });
    const metrics = fed(t, [reset(8), reset(14), reset(2 ** 32 - 1), goaway(0), goaway(0), goaway(0xff)]);
    const resets = { 'code=CANCEL side=CLIENT': 1, 'code=unknown side=CLIENT': 2 };
    assert.deepEqual(await valuesOf(metrics, 'sre_rst_stream_total'), resets);
    const goaways = { 'code=NO_ERROR side=SERVER': 2, 'code=unknown side=SERVER': 1 };
    assert.deepEqual(await valuesOf(metrics, 'sre_goaway_total'), goaways);
  });

  test('violations count for who sent the frame', async (t) => {
    assert.deepEqual(await valuesOf(fed(t, otherFrames()), 'sre_violations_total'), { 'side=CLIENT': 1 });
  });

  test('header blocks and their lists are bytes to divide', async (t) => {
    const block = frame('CLIENT', 'HEADERS', 1, { headers: { ...headers('REQUEST', [], 40), listSize: 400 } });
    const metrics = fed(t, [block, block]);
    assert.deepEqual(await valuesOf(metrics, 'sre_hpack_block_bytes_total'), { 'side=CLIENT': 80 });
    assert.deepEqual(await valuesOf(metrics, 'sre_hpack_list_bytes_total'), { 'side=CLIENT': 800 });
  });

  test('the round trip of a PING is that of who answered', async (t) => {
    const samples = (await scrape(fed(t, otherFrames()))).get('sre_ping_round_trip_seconds')?.samples ?? [];
    const sums = samples.filter(({ name }) => name.endsWith('_sum'));
    assert.deepEqual(
      sums.map(({ labels, value }) => [labels.get('side'), value]),
      [
        ['CLIENT', 0],
        ['SERVER', 0.00031],
      ],
    );
  });
});

test('ends of streams are counted by how and origin', async (t) => {
  const ends = [streamClosed(), streamClosed(), streamClosed({ how: 'CONNECTION_CLOSED', origin: 'INFRASTRUCTURE' })];
  assert.deepEqual(await valuesOf(fed(t, ends), 'sre_stream_ends_total'), {
    'how=TRAILERS origin=APPLICATION': 2,
    'how=CONNECTION_CLOSED origin=INFRASTRUCTURE': 1,
  });
});

describe('connections', () => {
  const http: Partial<ConnectionOpened> = { listener: 'http', protocol: 'http/1.1' };

  test('are counted by listener and protocol, and are open until they end', async (t) => {
    const metrics = fed(t, [connectionOpened()]);
    metrics.sink.write(stamp([connectionOpened(http)], 'c2'));
    assert.deepEqual(await valuesOf(metrics, 'sre_connections_total'), {
      'listener=grpc protocol=h2c': 1,
      'listener=http protocol=http/1.1': 1,
    });
    metrics.sink.write(stamp([connectionClosed()], 'c2'));
    assert.deepEqual(await valuesOf(metrics, 'sre_open_connections'), { 'listener=grpc': 1 });
    assert.deepEqual(await valuesOf(metrics, 'sre_connection_ends_total'), { 'how=RST ended_by=CLIENT': 1 });
  });

  test('that we cut were ended by none', async (t) => {
    const closed = connectionClosed({ how: 'LOCAL' });
    assert.ok(closed.kind === 'connectionClosed');
    const { endedBy: _, ...cut } = closed.connectionClosed;
    const metrics = fed(t, [{ kind: 'connectionClosed', connectionClosed: cut }]);
    assert.deepEqual(await valuesOf(metrics, 'sre_connection_ends_total'), { 'how=LOCAL ended_by=none': 1 });
  });

  test('have an age: that of the oldest which is open, by listener, and at their end', async (t) => {
    const metrics = metricsForTest({ now: () => START + 5_000_000 });
    t.after(() => metrics.close());
    for (const [n, conn] of ['c1', 'c2', 'c3'].entries()) {
      const [event] = stamp([connectionOpened()], conn);
      if (event !== undefined) metrics.sink.write([{ ...event, time: START + n * 1_000_000 }]);
    }
    assert.deepEqual(await valuesOf(metrics, 'sre_oldest_open_connection_age_seconds'), { 'listener=grpc': 5 });
    metrics.sink.write(stamp([connectionClosed({ ageMs: 2_500 })], 'c1'));
    assert.deepEqual(await valuesOf(metrics, 'sre_oldest_open_connection_age_seconds'), { 'listener=grpc': 4 });
    const ages = (await scrape(metrics)).get('sre_connection_age_seconds')?.samples;
    assert.equal(ages?.find(({ name }) => name.endsWith('_sum'))?.value, 2.5);
  });

  test('hold streams and HPACK tables, which go with them', async (t) => {
    const metrics = fed(t, [connectionOpened(), streamOpened(1), streamOpened(3), ...unaryCall().slice(0, 1)]);
    assert.deepEqual(await valuesOf(metrics, 'sre_open_streams'), { 'listener=grpc': 2 });
    assert.deepEqual(await valuesOf(metrics, 'sre_hpack_table_bytes'), { 'side=CLIENT': 245 });
    metrics.sink.write(stamp([streamClosed({ streamId: 1 })]));
    assert.deepEqual(await valuesOf(metrics, 'sre_open_streams'), { 'listener=grpc': 1 });
    metrics.sink.write(stamp([connectionClosed()]));
    assert.deepEqual(await valuesOf(metrics, 'sre_open_streams'), {});
    assert.deepEqual(await valuesOf(metrics, 'sre_hpack_table_bytes'), {});
  });

  test('stay open whatever of their trace is lost: as a whole, of one direction, or some events', async (t) => {
    for (const part of [{ dropped: 0 }, { dropped: 0, from: 'CLIENT' }, { dropped: 7 }] as const) {
      const lost: EventBody = { kind: 'traceLost', traceLost: { reason: 'what it says', ...part } };
      const metrics = fed(t, [connectionOpened(), lost]);
      assert.deepEqual(await valuesOf(metrics, 'sre_open_connections'), { 'listener=grpc': 1 });
      assert.deepEqual(await valuesOf(metrics, 'sre_trace_lost_total'), { '': 1 });
      metrics.sink.write(stamp([connectionClosed()]));
      assert.deepEqual(await valuesOf(metrics, 'sre_open_connections'), {});
    }
  });

  test('that nobody saw open are counted for what they are, and leave nothing', async (t) => {
    const metrics = fed(t, [...unaryCall(), ...otherFrames(), streamClosed(), lost, connectionClosed()], 'c99');
    assert.deepEqual(await valuesOf(metrics, 'sre_open_connections'), {});
    assert.deepEqual(await valuesOf(metrics, 'sre_open_streams'), {});
    assert.deepEqual(await valuesOf(metrics, 'sre_window_stalls_open'), {});
    assert.deepEqual(await valuesOf(metrics, 'sre_connection_ends_total'), { 'how=RST ended_by=CLIENT': 1 });
  });

  test('a stream that was open before anybody listened does not make the count wrong', async (t) => {
    const metrics = fed(t, [connectionOpened(), streamClosed(), streamOpened(3)]);
    assert.deepEqual(await valuesOf(metrics, 'sre_open_streams'), { 'listener=grpc': 1 });
  });
});

test('messages of the admin listener are none of the traffic', async (t) => {
  for (const [listener, counted] of [
    ['admin', 0],
    ['grpc', 1],
  ] as const) {
    const rpc = { service: 'sre.echo.v1.EchoService', method: 'Echo' };
    const metrics = fed(t, [connectionOpened({ listener }), message('CLIENT', 1, { rpc })]);
    const values = Object.values(await valuesOf(metrics, 'grpc_server_msg_received_total'));
    assert.equal(
      values.reduce((sum, value) => sum + value, 0),
      counted,
      listener,
    );
  }
});
