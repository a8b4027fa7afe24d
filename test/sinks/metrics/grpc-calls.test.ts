import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Exchange } from '../../../src/exchanges/exchange.ts';
import { MAX_METHODS } from '../../../src/sinks/metrics/grpc-calls.ts';
import type { Metrics } from '../../../src/sinks/metrics/metrics.ts';
import { message, START, stamp } from '../../support/events.ts';
import { ECHO, endOf, exchangeOf, metricsForTest, observe, scrape, valuesOf } from '../../support/metrics.ts';

const ECHO_LABELS = 'grpc_type=unary grpc_service=sre.echo.v1.EchoService grpc_method=Echo';
const UNKNOWN_LABELS = 'grpc_type=unknown grpc_service=unknown grpc_method=unknown';
const CONTEXT = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', sampled: true };

function metricsOf(t: TestContext): Metrics {
  const metrics = metricsForTest();
  t.after(() => metrics.close());
  return metrics;
}

test('a call is started when it starts and handled when it ends', async (t) => {
  const metrics = metricsOf(t);
  metrics.exchanges.started(exchangeOf());
  assert.deepEqual(await valuesOf(metrics, 'grpc_server_started_total'), { [ECHO_LABELS]: 1 });
  assert.deepEqual(await valuesOf(metrics, 'grpc_server_handled_total'), {});
  metrics.exchanges.ended(exchangeOf({ end: endOf() }));
  assert.deepEqual(await valuesOf(metrics, 'grpc_server_handled_total'), { [`${ECHO_LABELS} grpc_code=OK`]: 1 });
});

test('all codes of a method are there from its first call on', async (t) => {
  const metrics = metricsOf(t);
  metrics.exchanges.started(exchangeOf());
  assert.equal((await scrape(metrics)).get('grpc_server_handled_total')?.samples.length, 17);
});

test('the time is in seconds, in the buckets of Prometheus', async (t) => {
  const metrics = metricsOf(t);
  observe(metrics, exchangeOf({ end: endOf({ durationMs: 5 }) }));
  observe(metrics, exchangeOf({ end: endOf({ durationMs: 7 }) }));
  const samples = (await scrape(metrics)).get('grpc_server_handling_seconds')?.samples ?? [];
  const buckets = samples.filter(({ name }) => name.endsWith('_bucket'));
  assert.deepEqual(
    buckets.map(({ labels, value }) => `${labels.get('le')} ${value}`),
    ['0.005 1', '0.01 2', '0.025 2', '0.05 2', '0.1 2', '0.25 2', '0.5 2', '1 2', '2.5 2', '5 2', '10 2', '+Inf 2'],
  );
  assert.equal(samples.find(({ name }) => name.endsWith('_sum'))?.value, 0.012);
});

test('messages are counted as they pass, each for its sender', async (t) => {
  const metrics = metricsOf(t);
  const sent = [message('SERVER', 1, { rpc: ECHO }), message('SERVER', 1, { rpc: ECHO, index: 1 })];
  metrics.sink.write(stamp([message('CLIENT', 1, { rpc: ECHO }), ...sent, message('CLIENT', 3)]));
  assert.deepEqual(await valuesOf(metrics, 'grpc_server_msg_received_total'), { [ECHO_LABELS]: 1 });
  assert.deepEqual(await valuesOf(metrics, 'grpc_server_msg_sent_total'), { [ECHO_LABELS]: 2 });
});

test('what is none of our methods is unknown in all its labels', async (t) => {
  const metrics = metricsOf(t);
  observe(metrics, exchangeOf({ rpc: { service: 'a.B', method: 'C' }, end: endOf() }));
  observe(metrics, exchangeOf({ rpc: { service: ECHO.service, method: 'D' }, end: endOf() }));
  assert.deepEqual(await valuesOf(metrics, 'grpc_server_started_total'), { [UNKNOWN_LABELS]: 2 });
});

test('calls of two methods in turn are told apart', async (t) => {
  const metrics = metricsOf(t);
  for (let n = 0; n < 3; n++) {
    metrics.exchanges.started(exchangeOf({ rpc: { ...ECHO } }));
    metrics.exchanges.started(exchangeOf({ rpc: { service: 'a.B', method: 'C' } }));
  }
  assert.deepEqual(await valuesOf(metrics, 'grpc_server_started_total'), { [ECHO_LABELS]: 3, [UNKNOWN_LABELS]: 3 });
});

test('not even a lookup that knows everything makes series without a bound', async (t) => {
  const metrics = metricsForTest({ methodTypeOf: () => 'bidi_stream' });
  t.after(() => metrics.close());
  for (let n = 0; n < MAX_METHODS + 5; n++) {
    metrics.exchanges.started(exchangeOf({ rpc: { service: `s${n}`, method: 'M' } }));
  }
  const started = await valuesOf(metrics, 'grpc_server_started_total');
  assert.equal(Object.keys(started).length, MAX_METHODS + 1);
  assert.equal(started[UNKNOWN_LABELS], 5);
});

test('calls that were tried before are counted by how often, up to five', async (t) => {
  const metrics = metricsOf(t);
  for (const previousAttempts of [0, 1, 1, 4, 5, 2 ** 31]) metrics.exchanges.started(exchangeOf({ previousAttempts }));
  metrics.exchanges.started(exchangeOf());
  assert.deepEqual(await valuesOf(metrics, 'sre_retried_calls_total'), {
    'previous_attempts=1': 2,
    'previous_attempts=4': 1,
    'previous_attempts=5 or more': 2,
  });
});

describe('exemplars', () => {
  async function exemplarsAfter(t: TestContext, exchange: Partial<Exchange>, format: 'text' | 'openmetrics') {
    const metrics = metricsOf(t);
    observe(metrics, exchangeOf({ end: endOf(), ...exchange }));
    const samples = (await scrape(metrics, format)).get('grpc_server_handling_seconds')?.samples ?? [];
    return samples.flatMap(({ labels, exemplar }) => {
      if (exemplar === undefined) return [];
      return [{ ...exemplar, labels: Object.fromEntries(exemplar.labels), le: labels.get('le') }];
    });
  }

  test('name the span of the call, in the bucket that it is in, at its end', async (t) => {
    const parent = { ...CONTEXT, spanId: '00f067aa0ba902b7' };
    assert.deepEqual(await exemplarsAfter(t, { own: CONTEXT, parent }, 'openmetrics'), [
      {
        labels: { trace_id: CONTEXT.traceId, span_id: CONTEXT.spanId },
        value: 0.007,
        timestamp: (START + 7_000) / 1_000_000,
        le: '0.01',
      },
    ]);
  });

  test('name that of its caller where it has none', async (t) => {
    const [exemplar] = await exemplarsAfter(t, { parent: CONTEXT }, 'openmetrics');
    assert.equal(exemplar?.labels.span_id, CONTEXT.spanId);
  });

  test('are not there for what was not sampled, or in the text format', async (t) => {
    assert.deepEqual(await exemplarsAfter(t, { own: { ...CONTEXT, sampled: false } }, 'openmetrics'), []);
    assert.deepEqual(await exemplarsAfter(t, {}, 'openmetrics'), []);
    assert.deepEqual(await exemplarsAfter(t, { own: CONTEXT }, 'text'), []);
  });
});
