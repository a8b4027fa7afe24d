import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Exchange, ExchangeEnd } from '../../../src/exchanges/exchange.ts';
import type { Metrics } from '../../../src/sinks/metrics/metrics.ts';
import { endOf, exchangeOf, metricsForTest, observe, scrape, valuesOf } from '../../support/metrics.ts';

const CONTEXT = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', sampled: true };

function request(method: string, end: Partial<ExchangeEnd>, parts: Partial<Exchange> = {}): Exchange {
  const { rpc: _, ...plain } = exchangeOf({ method, path: '/echo?a=b', end: endOf(end), ...parts });
  return plain;
}

function after(t: TestContext, exchanges: readonly Exchange[]): Metrics {
  const metrics = metricsForTest();
  t.after(() => metrics.close());
  for (const exchange of exchanges) observe(metrics, exchange);
  return metrics;
}

test('requests are counted by method and status', async (t) => {
  const metrics = after(t, [request('GET', {}), request('GET', {}), request('POST', { httpStatus: 503 })]);
  assert.deepEqual(await valuesOf(metrics, 'http_server_requests_total'), {
    'method=GET code=200': 2,
    'method=POST code=503': 1,
  });
});

test('methods that nobody registered are other', async (t) => {
  const metrics = after(t, [request('BREW', {}), request('get', {}), request('__proto__', {})]);
  assert.deepEqual(await valuesOf(metrics, 'http_server_requests_total'), { 'method=other code=200': 3 });
});

test('without a response the code is none, with a status that is none it is other', async (t) => {
  const { httpStatus: _, ...end } = endOf({ how: 'CONNECTION_CLOSED' });
  const metrics = after(t, [
    { ...request('GET', {}), end },
    ...[99, 600, 999, 200.5].map((httpStatus) => request('GET', { httpStatus })),
  ]);
  assert.deepEqual(await valuesOf(metrics, 'http_server_requests_total'), {
    'method=GET code=none': 1,
    'method=GET code=other': 4,
  });
});

test('the time is in seconds by method, and has the span as an exemplar', async (t) => {
  const metrics = after(t, [request('GET', { durationMs: 30 }, { own: CONTEXT }), request('GET', { durationMs: 20 })]);
  const samples = (await scrape(metrics, 'openmetrics')).get('http_server_request_duration_seconds')?.samples ?? [];
  assert.equal(samples.find(({ name }) => name.endsWith('_sum'))?.value, 0.05);
  const exemplars = samples.flatMap(({ exemplar, labels }) =>
    exemplar === undefined ? [] : [[labels.get('le'), exemplar.labels.get('trace_id')]],
  );
  assert.deepEqual(exemplars, [['0.05', CONTEXT.traceId]]);
});

test('a call of gRPC is none of them', async (t) => {
  const metrics = after(t, [exchangeOf({ end: endOf() })]);
  assert.deepEqual(await valuesOf(metrics, 'http_server_requests_total'), {});
});
