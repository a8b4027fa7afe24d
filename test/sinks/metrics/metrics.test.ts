import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { connectionOpened, sampleBodies, stamp, unaryCall } from '../../support/events.ts';
import { endOf, exchangeOf, metricsForTest, observe, scrape, seriesOf, valuesOf } from '../../support/metrics.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const DOCUMENT = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');

interface Row {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
}

/** Rows of the tables whose first cell is the name of a metric. */
function documented(): Row[] {
  const rows = DOCUMENT.matchAll(/^\| `([a-z_]+)` \| (\w+) \|([^|]*)\| [^|]+ \|$/gm);
  return Array.from(rows, ([, name = '', type = '', labels = '']) => {
    return { name, type, labels: Array.from(labels.matchAll(/`([a-z_]+)`/g), ([, label = '']) => label) };
  });
}

describe('docs/metrics.md', () => {
  test('has every metric with its type and labels, and none that does not exist', () => {
    const metrics = metricsForTest();
    metrics.close();
    const rows = metrics.families.map(({ name, type, labelNames }): Row => ({ name, type, labels: labelNames }));
    const byName = (one: Row, other: Row) => one.name.localeCompare(other.name);
    assert.deepEqual(documented().sort(byName), rows.sort(byName));
  });

  test('is of what is rendered', async (t) => {
    const metrics = metricsForTest();
    t.after(() => metrics.close());
    const rendered = Array.from((await scrape(metrics)).keys());
    assert.deepEqual(
      rendered,
      metrics.families.map(({ name }) => name),
    );
  });
});

for (const format of ['text', 'openmetrics'] as const) {
  test(`after every kind of event the ${format} format is right, whatever was rendered before`, async (t) => {
    const metrics = metricsForTest({
      readPlace: async () => ({ cpuPeriods: 3, pressure: { io: { fullSeconds: 1 } } }),
    });
    t.after(() => metrics.close());
    metrics.sink.write(stamp(sampleBodies()));
    observe(metrics, exchangeOf({ end: endOf() }));
    await Promise.all([scrape(metrics), scrape(metrics, 'openmetrics')]);
    const families = await scrape(metrics, format);
    assert.equal(families.size, metrics.families.length);
    assert.equal(families.get(format === 'text' ? 'sre_frames_total' : 'sre_frames')?.samples.length, 28);
  });
}

test('both formats have the same samples', async (t) => {
  const metrics = metricsForTest();
  t.after(() => metrics.close());
  metrics.sink.write(stamp(sampleBodies()));
  observe(metrics, exchangeOf({ end: endOf() }));
  const text = await scrape(metrics);
  const openMetrics = await scrape(metrics, 'openmetrics');
  for (const [name, { samples }] of text) {
    if (!name.startsWith('sre_') && !name.startsWith('grpc_')) continue;
    assert.deepEqual(openMetrics.get(name.replace(/_total$/, ''))?.samples, samples, name);
  }
});

test('clients cannot make series: 10,000 paths, methods, codes, statuses and attempts', async (t) => {
  const metrics = metricsForTest();
  t.after(() => metrics.close());
  const random = seededRandom(4);
  const text = () => random.int(2 ** 32).toString(36);
  const feed = (times: number) => {
    for (let n = 0; n < times; n++) {
      const code = random.int(2 ** 31);
      const end = endOf({ httpStatus: 100 + (n % 3), grpcStatus: { code, name: '', message: text() } });
      const previousAttempts = random.int(1_000);
      observe(metrics, exchangeOf({ rpc: { service: text(), method: text() }, previousAttempts, end }));
      observe(metrics, exchangeOf({ rpc: { service: 'sre.echo.v1.EchoService', method: text() }, end }));
      const { rpc: _, ...plain } = exchangeOf({ method: text(), path: `/${text()}`, authority: text(), end });
      observe(metrics, plain);
    }
  };
  feed(10);
  const before = await seriesOf(metrics);
  feed(10_000);
  assert.deepEqual(await seriesOf(metrics), before);
});

test('a close ends the counting, and what was counted can still be read', async () => {
  const metrics = metricsForTest();
  metrics.sink.write(stamp([connectionOpened()]));
  await metrics.sink.close();
  metrics.sink.write(stamp(unaryCall()));
  metrics.close();
  assert.deepEqual(await valuesOf(metrics, 'sre_trace_events_total'), { 'kind=connectionOpened': 1 });
});

test('figures of the place that cannot be read have no samples, and the others do', async (t) => {
  for (const readPlace of [
    async () => Promise.reject(new Error('EACCES')),
    () => {
      throw new Error('EACCES');
    },
  ]) {
    const metrics = metricsForTest({ readPlace });
    t.after(() => metrics.close());
    metrics.sink.write(stamp([connectionOpened()]));
    assert.deepEqual(await valuesOf(metrics, 'sre_cgroup_memory_bytes'), {});
    assert.deepEqual(await valuesOf(metrics, 'sre_open_connections'), { 'listener=grpc': 1 });
  }
});

test('values of header fields are in no label', async (t) => {
  const metrics = metricsForTest();
  t.after(() => metrics.close());
  metrics.sink.write(stamp(sampleBodies()));
  observe(metrics, exchangeOf({ end: endOf(), authority: 'secret-1', userAgent: 'secret-2', path: '/secret-3' }));
  const { rpc: _, ...plain } = exchangeOf({ end: endOf(), authority: 'secret-4', path: '/?secret-5' });
  observe(metrics, plain);
  for (const openMetrics of [false, true]) {
    assert.doesNotMatch((await metrics.render(openMetrics)).text, /secret|echo\.sre:50051|10\.0\./);
  }
});
