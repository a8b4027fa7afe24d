import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Exchange } from '../../../src/exchanges/exchange.ts';
import { createSpans, type Spans } from '../../../src/sinks/spans/spans.ts';
import { finding, START, stamp } from '../../support/events.ts';
import { endedExchange, httpExchange } from '../../support/exchanges.ts';
import { type Collector, type ReceivedSpan, startCollector } from '../../support/otlp/collector.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = { traceId: TRACE, spanId: '00f067aa0ba902b7', sampled: true };
const OWN = { traceId: TRACE, spanId: 'b7ad6b7169203331', sampled: true };

function spansTo(url: string): Spans {
  return createSpans({
    endpoint: url,
    serviceName: 'sre-test-server',
    serviceVersion: '1.2.3',
    instanceId: 'echo-0',
    // A busy machine is not too late.
    closeTimeoutMs: 60_000,
    log: (line) => assert.fail(line),
  });
}

async function withCollector<T>(use: (collector: Collector) => Promise<T>): Promise<T> {
  const collector = await startCollector();
  try {
    return await use(collector);
  } finally {
    collector.stop();
  }
}

/** What the collector has of the exchanges, once all is closed. */
function delivered(exchanges: readonly Exchange[], feed?: (spans: Spans) => void): Promise<readonly ReceivedSpan[]> {
  return withCollector(async (collector) => {
    const spans = spansTo(collector.url);
    for (const exchange of exchanges) spans.exchanges.started(exchange);
    feed?.(spans);
    for (const exchange of exchanges) spans.exchanges.ended(exchange);
    await spans.close();
    assert.equal(spans.dropped, 0);
    return collector.spans;
  });
}

async function one(exchange: Exchange, feed?: (spans: Spans) => void): Promise<ReceivedSpan> {
  const spans = await delivered([exchange], feed);
  assert.equal(spans.length, 1);
  return spans[0] as ReceivedSpan;
}

describe('the span of an RPC', () => {
  test('has all that is known of it', async () => {
    const span = await one(
      endedExchange({
        parent: { ...PARENT, state: 'vendor=1' },
        own: OWN,
        previousAttempts: 2,
        timeoutMs: 1000,
        userAgent: 'grpc-go/1.76',
      }),
    );
    const { attributes, events: _, resource: __, ...rest } = span;
    assert.deepEqual(rest, {
      traceId: TRACE,
      spanId: OWN.spanId,
      parentSpanId: PARENT.spanId,
      traceState: 'vendor=1',
      name: 'sre.echo.v1.EchoService/Echo',
      kind: 'SPAN_KIND_SERVER',
      start: START,
      end: START + 1250,
      links: [],
      status: { code: 'STATUS_CODE_UNSET', message: '' },
      scope: 'sre-test-server',
    });
    assert.deepEqual(attributes, {
      'rpc.system': 'grpc',
      'rpc.service': 'sre.echo.v1.EchoService',
      'rpc.method': 'Echo',
      'rpc.grpc.status_code': 0,
      'server.address': 'echo.sre',
      'server.port': 50051,
      'client.address': '10.0.3.7',
      'client.port': 44646,
      'network.protocol.name': 'http',
      'network.protocol.version': '2',
      'user_agent.original': 'grpc-go/1.76',
      'sre.conn': 'c3',
      'sre.stream': 5,
      'sre.trace': 'c3/5',
      'sre.listener': 'grpc',
      'sre.how': 'TRAILERS',
      'sre.ended_by': 'SERVER',
      'sre.origin': 'APPLICATION',
      'sre.origin_reason': 'the response is complete',
      'sre.request.bytes': 12,
      'sre.request.messages': 1,
      'sre.response.bytes': 12,
      'sre.response.messages': 1,
      'sre.attempt': 3,
      'sre.timeout_ms': 1000,
    });
  });

  test('is of the service that we are', async () => {
    const { resource } = await one(endedExchange());
    assert.equal(resource['service.name'], 'sre-test-server');
    assert.equal(resource['service.version'], '1.2.3');
    assert.equal(resource['service.instance.id'], 'echo-0');
    assert.equal(resource['telemetry.sdk.language'], 'nodejs');
  });

  test('is an error where the status is one of the server, and none where it is one of the client', async () => {
    const grpcStatus = { code: 14, name: 'UNAVAILABLE', message: 'try\nlater' };
    const failed = await one(endedExchange({ end: { grpcStatus } }));
    assert.deepEqual(failed.status, { code: 'STATUS_CODE_ERROR', message: 'try\\nlater' });
    assert.equal(failed.attributes['error.type'], 'UNAVAILABLE');
    const refused = await one(endedExchange({ end: { grpcStatus: { code: 5, name: 'NOT_FOUND', message: 'no' } } }));
    assert.equal(refused.status.code, 'STATUS_CODE_UNSET');
    assert.equal(refused.attributes['rpc.grpc.status_code'], 5);
  });
});

describe('the span of a request', () => {
  test('has the method for a name, and no query', async () => {
    const { name, attributes, status } = await one(
      httpExchange({ path: '/orders/7?token=abc', authority: '[::1]:8080' }),
    );
    assert.equal(name, 'GET');
    assert.equal(status.code, 'STATUS_CODE_UNSET');
    assert.equal(attributes['url.path'], '/orders/7');
    assert.equal(attributes['http.request.method'], 'GET');
    assert.equal(attributes['http.response.status_code'], 200);
    assert.deepEqual([attributes['server.address'], attributes['server.port']], ['[::1]', 8080]);
    assert.equal(attributes['network.protocol.version'], '1.1');
    assert.equal('rpc.system' in attributes, false);
  });

  test('of a method that HTTP does not know is HTTP, so that names are few', async () => {
    const { name, attributes } = await one(httpExchange({ method: 'BREW' }));
    assert.deepEqual([name, attributes['http.request.method']], ['HTTP', '_OTHER']);
    assert.equal(attributes['http.request.method_original'], 'BREW');
  });

  test('is an error from 500 on, and where the server reset it', async () => {
    const failed = await one(httpExchange({ end: { httpStatus: 503 } }));
    assert.deepEqual([failed.status.code, failed.attributes['error.type']], ['STATUS_CODE_ERROR', '503']);
    const reset = await one(httpExchange({ end: { how: 'RST_STREAM', endedBy: 'SERVER', errorCode: 2 } }));
    assert.deepEqual([reset.attributes['error.type'], reset.attributes['sre.error_code']], ['RST_STREAM', 2]);
    assert.equal((await one(httpExchange({ end: { httpStatus: 404 } }))).status.code, 'STATUS_CODE_UNSET');
  });
});

describe('ids and sampling', () => {
  test('with neither parent nor own ids a span has new ones, each its own', async () => {
    const [some, other] = await delivered([endedExchange(), endedExchange()]);
    assert.match(some?.traceId ?? '', /^[0-9a-f]{32}$/);
    assert.notEqual(some?.traceId, other?.traceId);
    assert.notEqual(some?.spanId, other?.spanId);
    assert.equal(some?.parentSpanId, '');
  });

  test('own ids are those of one span, not of the next', async () => {
    const own = { ...OWN, traceId: 'c'.repeat(32) };
    const [first, next] = await delivered([endedExchange({ own }), endedExchange({ parent: PARENT })]);
    assert.deepEqual([first?.traceId, first?.spanId, first?.parentSpanId], [own.traceId, own.spanId, '']);
    assert.deepEqual([next?.traceId, next?.parentSpanId], [TRACE, PARENT.spanId]);
    assert.notEqual(next?.spanId, own.spanId);
  });

  test('a reply that names another trace than its caller is in that one, and linked to the caller', async () => {
    const own = { ...OWN, traceId: 'c'.repeat(32) };
    const { traceId, spanId, parentSpanId, links } = await one(endedExchange({ parent: PARENT, own }));
    assert.deepEqual([traceId, spanId, parentSpanId], [own.traceId, own.spanId, '']);
    assert.deepEqual(links, [{ traceId: TRACE, spanId: PARENT.spanId }]);
  });

  test('what the caller does not sample has no span', async () => {
    const spans = await delivered([
      endedExchange({ parent: { ...PARENT, sampled: false } }),
      endedExchange({ parent: { ...PARENT, sampled: false }, own: OWN }),
      endedExchange({ own: { ...OWN, sampled: false } }),
      endedExchange({ parent: PARENT, own: { ...OWN, sampled: false }, streamId: 7 }),
    ]);
    assert.deepEqual(
      spans.map(({ attributes }) => attributes['sre.stream']),
      [7],
    );
  });

  test('a call that delivers spans has none', async () => {
    const service = 'opentelemetry.proto.collector.trace.v1.TraceService';
    assert.deepEqual(await delivered([endedExchange({ rpc: { service, method: 'Export' } })]), []);
  });

  test('an exchange that goes on has none', async () => {
    const { end: _, ...open } = endedExchange();
    assert.deepEqual(await delivered([open]), []);
  });
});

describe('events of a span', () => {
  test('milestones are there with their times', async () => {
    const milestones = [
      { name: 'first request message', time: START + 100, from: 'CLIENT' },
      { name: 'response headers', time: START + 900, from: 'SERVER' },
    ] as const;
    const { events } = await one(endedExchange({ milestones }));
    assert.deepEqual(events, [
      { name: 'first request message', time: START + 100, attributes: { 'sre.from': 'CLIENT' } },
      { name: 'response headers', time: START + 900, attributes: { 'sre.from': 'SERVER' } },
    ]);
  });

  const found = (streamId: number, conn = 'c3') =>
    stamp(
      [finding({ streamId, title: 'a\ntitle', explanation: 'why', spec: ['RFC 9113 §5.1', 'RFC 9113 §6.9'] })],
      conn,
    );

  test('so are findings of its stream, and of no other', async () => {
    const { events } = await one(endedExchange(), (spans) => {
      for (const event of [...found(5), ...found(7), ...found(5, 'c4'), ...stamp([finding()], 'c3')])
        spans.finding(event);
    });
    assert.deepEqual(events, [
      {
        name: 'finding',
        time: START,
        attributes: {
          'sre.finding.rule': 'grpc-missing-status',
          'sre.finding.severity': 'ERROR',
          'sre.finding.title': 'a\\ntitle',
          'sre.finding.explanation': 'why',
          'sre.finding.spec': ['RFC 9113 §5.1', 'RFC 9113 §6.9'],
        },
      },
    ]);
  });

  test('a finding that comes shortly after the end is there too', () =>
    withCollector(async (collector) => {
      const spans = spansTo(collector.url);
      spans.exchanges.ended(endedExchange());
      for (const event of found(5)) spans.finding(event);
      await spans.close();
      assert.equal(collector.spans[0]?.events.length, 1);
    }));

  test('a rule that does not stop is heard 16 times', async () => {
    const { events } = await one(endedExchange(), (spans) => {
      for (let n = 0; n < 100; n++) for (const event of found(5)) spans.finding(event);
    });
    assert.equal(events.length, 16);
  });
});

describe('the process', () => {
  test('has nothing registered, and its environment is not read', async () => {
    const environment = {
      OTEL_EXPORTER_OTLP_HEADERS: 'x-from-environment=secret',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_TRACES_SAMPLER: 'always_off',
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1',
      OTEL_SPAN_EVENT_COUNT_LIMIT: '0',
      OTEL_BSP_MAX_QUEUE_SIZE: '0',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=other',
      OTEL_SERVICE_NAME: 'other',
    };
    Object.assign(process.env, environment);
    try {
      await withCollector(async (collector) => {
        const spans = spansTo(collector.url);
        spans.exchanges.ended(
          endedExchange({ milestones: [{ name: 'response headers', time: START, from: 'SERVER' }] }),
        );
        await spans.close();
        const [span] = collector.spans;
        assert.equal(span?.resource['service.name'], 'sre-test-server');
        assert.equal(span?.events.length, 1);
        assert.ok(Object.keys(span?.attributes ?? {}).length > 10);
        assert.equal('x-from-environment' in (collector.metadata[0] ?? {}), false);
        assert.equal(collector.metadata[0]?.['grpc-encoding'], undefined);
      });
    } finally {
      for (const name of Object.keys(environment)) delete process.env[name];
    }
    assert.equal(Symbol.for('opentelemetry.js.api.1') in globalThis, false);
  });
});
