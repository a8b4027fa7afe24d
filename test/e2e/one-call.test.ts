/** One call, as everybody tells it: the reply, the access log, the span, the metrics and the trace name the same ids. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, describe, test } from 'node:test';

import { ECHO_PATH, echoRequestBody } from '../support/interop/echo-call.ts';
import { type Collector, startCollector } from '../support/otlp/collector.ts';
import { parseExposition } from '../support/prometheus-text.ts';
import { startTraced, stopAll, type Traced, until } from './support.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

const folder = mkdtempSync(join(tmpdir(), 'one-call-'));
const accessLog = join(folder, 'access.log');

/** @returns the header fields of the reply */
async function call(server: Traced, fields: Readonly<Record<string, string>>): Promise<IncomingHttpHeaders> {
  const session = connect(`http://127.0.0.1:${server.grpcPort}`);
  try {
    const stream = session.request({
      ':method': 'POST',
      ':path': ECHO_PATH,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...fields,
    });
    stream.end(echoRequestBody('hello'));
    const [reply] = await once(stream, 'response');
    stream.resume();
    await once(stream, 'close');
    return reply;
  } finally {
    session.destroy();
  }
}

async function get(server: Traced, path: string, accept = '*/*'): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${server.adminPort}${path}`, { headers: { accept } });
  assert.equal(answer.status, 200);
  return answer.text();
}

function spanOf(collector: Collector) {
  const [span, ...more] = collector.spans.filter(({ name }) => name === 'sre.echo.v1.EchoService/Echo');
  assert.deepEqual(more, []);
  return span;
}

describe('one call', () => {
  let collector: Collector | undefined;
  afterEach(async () => {
    await stopAll();
    collector?.stop();
  });
  after(() => rmSync(folder, { recursive: true }));

  test('of a distributed trace', async () => {
    const receiving = await startCollector();
    collector = receiving;
    const server = await startTraced({ args: ['--access-log', accessLog, '--otlp-endpoint', receiving.url] });
    const reply = await call(server, { traceparent: `00-${TRACE}-${CALLER}-01` });
    const [, traceId, spanId] = String(reply.traceresponse).split('-');
    assert.equal(traceId, TRACE);
    const openMetrics = await get(server, '/metrics', 'application/openmetrics-text');
    const place = String(reply['x-sre-trace']);
    const [conn, stream] = place.split('/');
    const frames = await get(server, `/api/trace?conn=${conn}&stream=${stream}`);
    await until(
      () => 'no span',
      () => receiving.spans.length > 0,
    );
    await server.events();

    const span = spanOf(receiving);
    assert.deepEqual([span?.traceId, span?.spanId, span?.parentSpanId], [TRACE, spanId, CALLER]);
    assert.equal(span?.attributes['sre.trace'], place);
    const line = JSON.parse(readFileSync(accessLog, 'utf8').split('\n')[0] ?? '');
    assert.deepEqual([line.trace, line.traceId, line.spanId, line.parentSpanId], [place, TRACE, spanId, CALLER]);
    const exemplars = [
      ...(parseExposition(openMetrics, 'openmetrics').get('grpc_server_handling_seconds')?.samples ?? []),
    ].flatMap(({ exemplar }) => (exemplar === undefined ? [] : [exemplar.labels.get('trace_id')]));
    assert.deepEqual(exemplars, [TRACE]);
    assert.match(frames, /"frame":\{"from":"CLIENT","type":"HEADERS"/);
    assert.match(frames, /"streamClosed":\{/);
    const others = frames.split('\n').filter((each) => each !== '' && !each.includes(`"streamId":${stream}`));
    assert.deepEqual(others, []);
  });

  test('of no trace begins one where spans are sent, and none where they are not', async () => {
    const receiving = await startCollector();
    collector = receiving;
    const server = await startTraced({ args: ['--otlp-endpoint', receiving.url] });
    const reply = await call(server, {});
    await until(
      () => 'no span',
      () => receiving.spans.length > 0,
    );
    const span = spanOf(receiving);
    assert.equal(reply.traceresponse, `00-${span?.traceId}-${span?.spanId}-03`);
    assert.equal(span?.parentSpanId, '');
    await server.events();
    const without = await startTraced();
    assert.equal((await call(without, {})).traceresponse, undefined);
  });
});
