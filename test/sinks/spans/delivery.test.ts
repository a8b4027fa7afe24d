import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { EXCHANGE_BYTES } from '../../../src/sinks/exchange-queue.ts';
import { createSpans, type Spans, type SpansOptions } from '../../../src/sinks/spans/spans.ts';
import { endedExchange } from '../../support/exchanges.ts';
import { type Behaviour, type Collector, startCollector } from '../../support/otlp/collector.ts';

/** Nothing waits for a clock, and no busy machine is too late. */
const AT_ONCE = { scheduleDelayMs: 1, findingsGraceMs: 1, closeTimeoutMs: 60_000 };

/** For a collector that never answers: what is given up is given up soon. */
const IMPATIENT = { closeTimeoutMs: 30, exportTimeoutMs: 1_000 };

function quick(
  endpoint: string,
  options: Partial<SpansOptions> = {},
): { readonly spans: Spans; readonly lines: string[] } {
  const lines: string[] = [];
  const service = { serviceName: 'sre-test-server', serviceVersion: '1', instanceId: 'echo-0' };
  const spans = createSpans({ endpoint, ...service, log: (line) => lines.push(line), ...AT_ONCE, ...options });
  return { spans, lines };
}

function end(spans: Spans, count: number): void {
  for (let n = 0; n < count; n++) spans.exchanges.ended(endedExchange({ streamId: 2 * n + 1 }));
}

async function collected(behaviour: Behaviour, use: (collector: Collector) => Promise<void>): Promise<void> {
  const collector = await startCollector(behaviour);
  await use(collector).finally(() => collector.stop());
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : assert.fail();
}

describe('a collector that takes', () => {
  test('gets all of many, in batches, and without being asked to close', () =>
    collected('TAKE', async (collector) => {
      const { spans, lines } = quick(collector.url);
      end(spans, 5_000);
      while (collector.spans.length < 5_000) await new Promise((resolve) => setTimeout(resolve, 5));
      const streams = new Set(collector.spans.map(({ attributes }) => attributes['sre.stream']));
      assert.deepEqual([streams.size, spans.dropped, lines], [5_000, 0, []]);
      assert.ok(collector.metadata.length >= 10, 'batches have 512 spans at most');
      await spans.close();
    }));

  test('what comes after the close is ignored; it may be closed twice', () =>
    collected('TAKE', async (collector) => {
      const { spans } = quick(collector.url);
      end(spans, 1);
      await Promise.all([spans.close(), spans.close()]);
      end(spans, 1);
      assert.deepEqual([collector.spans.length, spans.dropped], [1, 0]);
    }));
});

describe('a collector that does not', () => {
  test('is down: spans are counted, a line says so, and the close is quick', async () => {
    const port = await closedPort();
    const { spans, lines } = quick(`http://127.0.0.1:${port}`);
    end(spans, 3);
    await spans.close();
    assert.equal(spans.dropped, 3);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', new RegExp(`^error: 3 spans were not delivered to http://127.0.0.1:${port}: `));
  });

  test('refuses: its reason is in the line', () =>
    collected('REFUSE', async ({ url }) => {
      const { spans, lines } = quick(url);
      end(spans, 2);
      await spans.close();
      assert.equal(spans.dropped, 2);
      assert.match(lines.join(), /PERMISSION_DENIED: not you/);
    }));

  test('never answers: the close does not wait for it, and nothing is counted twice', () =>
    collected('HANG', async ({ url, abandoned }) => {
      const { spans, lines } = quick(url, IMPATIENT);
      end(spans, 2);
      await spans.close();
      assert.deepEqual(lines, [
        `error: 2 spans were not delivered to ${url}: the collector is too slow for the end of the process`,
      ]);
      await abandoned;
      await turn();
      assert.deepEqual([spans.dropped, lines.length], [2, 1]);
    }));

  test('never answers under load: what waits is bounded, and what does not fit is counted', () =>
    collected('HANG', async ({ url }) => {
      const room = 100;
      const maxQueuedBytes = room * (EXCHANGE_BYTES + 100);
      const { spans } = quick(url, { ...IMPATIENT, maxQueuedBytes, findingsGraceMs: 60_000 });
      end(spans, 1_000);
      assert.ok(spans.dropped >= 1_000 - room * 2 && spans.dropped <= 1_000 - room, String(spans.dropped));
      await spans.close();
      assert.equal(spans.dropped, 1_000);
    }));
});

test('https is TLS, with the certificates that Node trusts: a collector in clear text gets nothing', () =>
  collected('TAKE', async (collector) => {
    const { spans } = quick(collector.url.replace('http://127.0.0.1', 'https://localhost'));
    end(spans, 1);
    await spans.close();
    assert.deepEqual([spans.dropped, collector.spans.length], [1, 0]);
  }));
