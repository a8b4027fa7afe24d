import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BucketCounts } from '../../../src/sinks/metrics/bucket-counts.ts';
import { createExposition } from '../../../src/sinks/metrics/exposition.ts';
import type { Family, HistogramFamily, NumberFamily, Sample } from '../../../src/sinks/metrics/family.ts';

function numbers(name: string, type: 'counter' | 'gauge', samples: () => readonly Sample[]): NumberFamily {
  return { name, type, help: 'A help.', labelNames: Object.keys(samples()[0]?.labels ?? {}), collect: samples };
}

async function linesOf(families: readonly Family[], openMetrics: boolean): Promise<string[]> {
  const { text } = await createExposition(families)(openMetrics);
  return text.split('\n').filter((line) => line !== '');
}

test('content types are those of Prometheus', async () => {
  const expose = createExposition([]);
  assert.equal((await expose(false)).contentType, 'text/plain; version=0.0.4; charset=utf-8');
  assert.equal((await expose(true)).contentType, 'application/openmetrics-text; version=1.0.0; charset=utf-8');
});

test('a counter has its full name in the text format, and is a family without _total in OpenMetrics', async () => {
  const family = numbers('a_total', 'counter', () => [{ labels: { x: '1' }, value: 2 }]);
  const expose = createExposition([family]);
  const text = '# HELP a_total A help.\n# TYPE a_total counter\na_total{x="1"} 2\n';
  const openMetrics = '# HELP a A help.\n# TYPE a counter\na_total{x="1"} 2\n# EOF\n';
  // In turn and at once: one must not change the names of the other.
  assert.equal((await expose(true)).text, openMetrics);
  assert.equal((await expose(false)).text, text);
  const both = await Promise.all([expose(false), expose(true), expose(false)]);
  assert.deepEqual(
    both.map((each) => each.text),
    [text, openMetrics, text],
  );
});

describe('values are read anew each time', () => {
  for (const type of ['counter', 'gauge'] as const) {
    test(`of a ${type}, which may go down and lose samples`, async () => {
      const rounds: Sample[][] = [[{ labels: { x: 'a' }, value: 7 }], [{ labels: { x: 'b' }, value: 3 }]];
      let round = 0;
      const family: NumberFamily = {
        ...numbers(type === 'counter' ? 'a_total' : 'a', type, () => rounds[round] ?? []),
        labelNames: ['x'],
      };
      const expose = createExposition([family]);
      await expose(false);
      round = 1;
      const [sample, ...others] = (await expose(false)).text.split('\n').filter((line) => /^a/.test(line));
      assert.match(sample ?? '', /\{x="b"\} 3$/);
      assert.deepEqual(others, []);
    });

    test(`of a ${type} without labels, which may have none`, async () => {
      const name = type === 'counter' ? 'a_total' : 'a';
      assert.equal((await linesOf([numbers(name, type, () => [])], false)).length, 2);
      assert.equal((await linesOf([numbers(name, type, () => [{ labels: {}, value: 0 }])], false))[2], `${name} 0`);
    });
  }
});

test('label values are escaped', async () => {
  const family = numbers('a', 'gauge', () => [{ labels: { x: 'a"b\\c\nd' }, value: 1 }]);
  assert.deepEqual((await linesOf([family], false)).slice(2), ['a{x="a\\"b\\\\c\\nd"} 1']);
});

describe('a histogram', () => {
  const counts = new BucketCounts([0.5, 1]);
  counts.observe(0.25);
  counts.observeTraced(2, { traceId: 'ab', spanId: 'cd', sampled: true }, 1_500_000);
  const family: HistogramFamily = {
    name: 'h_seconds',
    type: 'histogram',
    help: 'A help.',
    labelNames: ['x'],
    collect: () => [{ labels: { x: '1' }, counts }],
  };

  test('has its buckets, sum and count', async () => {
    assert.deepEqual((await linesOf([family], false)).slice(1), [
      '# TYPE h_seconds histogram',
      'h_seconds_bucket{le="0.5",x="1"} 1',
      'h_seconds_bucket{le="1",x="1"} 1',
      'h_seconds_bucket{le="+Inf",x="1"} 2',
      'h_seconds_sum{x="1"} 2.25',
      'h_seconds_count{x="1"} 2',
    ]);
  });

  test('has exemplars in OpenMetrics', async () => {
    const lines = await linesOf([family], true);
    assert.equal(lines[4], 'h_seconds_bucket{le="+Inf",x="1"} 2 # {trace_id="ab",span_id="cd"} 2 1.5');
  });
});

test('two families with one name are refused', () => {
  const family = numbers('a', 'gauge', () => []);
  assert.throws(() => createExposition([family, family]), /already been registered/);
});
