import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseExposition } from './prometheus-text.ts';

const COUNTER = '# HELP a_total A.\n# TYPE a_total counter\n';
const HISTOGRAM = '# HELP h H.\n# TYPE h histogram\n';
const OPEN = '# HELP h H.\n# TYPE h histogram\nh_bucket{le="1"} 1 # {trace_id="ab"} 0.5 1.5\nh_bucket{le="+Inf"} 1\n';

test('what is right is read', () => {
  const families = parseExposition(`${COUNTER}a_total{x="\\"\\\\\\n",y=""} 1e3\n`, 'text');
  const [sample] = families.get('a_total')?.samples ?? [];
  assert.deepEqual(Object.fromEntries(sample?.labels ?? []), { x: '"\\\n', y: '' });
  assert.equal(sample?.value, 1000);
  const open = parseExposition(`${OPEN}h_sum 0.5\nh_count 1\n# EOF\n`, 'openmetrics');
  assert.equal(open.get('h')?.samples[0]?.exemplar?.labels.get('trace_id'), 'ab');
});

describe('the text format refuses', () => {
  const cases: readonly [string, string][] = [
    ['no newline at the end', `${COUNTER}a_total 1`],
    ['a second TYPE', `${COUNTER}${COUNTER}`],
    ['a sample before its TYPE', 'a_total 1\n'],
    ['a sample of another family', `${COUNTER}b_total 1\n`],
    ['a counter without _total', '# HELP a A.\n# TYPE a counter\na 1\n'],
    ['a gauge with _total', '# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n'],
    ['a counter below 0', `${COUNTER}a_total -1\n`],
    ['a number that is none', `${COUNTER}a_total Nan\n`],
    ['the same sample twice', `${COUNTER}a_total{x="1",y="2"} 1\na_total{y="2",x="1"} 1\n`],
    ['a label twice', `${COUNTER}a_total{x="1",x="2"} 1\n`],
    ['an escape that is none', `${COUNTER}a_total{x="\\t"} 1\n`],
    ['a quote that is not escaped', `${COUNTER}a_total{x="""} 1\n`],
    ['the name of a label that is not legal', `${COUNTER}a_total{x-y="1"} 1\n`],
    ['an exemplar', `${COUNTER}a_total 1 # {trace_id="a"} 1 1\n`],
    ['a histogram without +Inf', `${HISTOGRAM}h_bucket{le="1"} 1\nh_sum 1\nh_count 1\n`],
    ['a count that is not that of +Inf', `${HISTOGRAM}h_bucket{le="+Inf"} 1\nh_sum 1\nh_count 2\n`],
    ['buckets that fall', `${HISTOGRAM}h_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n`],
    ['a histogram without _sum', `${HISTOGRAM}h_bucket{le="+Inf"} 1\nh_count 1\n`],
  ];
  for (const [what, text] of cases) {
    test(what, () => {
      assert.throws(() => parseExposition(text, 'text'));
    });
  }
});

describe('OpenMetrics refuses', () => {
  const cases: readonly [string, string][] = [
    ['no EOF', '# HELP a A.\n# TYPE a counter\na_total 1\n'],
    ['_total in the name of a family', `${COUNTER}a_total 1\n# EOF\n`],
    ['an empty line', '# HELP a A.\n# TYPE a counter\n\na_total 1\n# EOF\n'],
    ['a double quote in HELP', '# HELP a "A".\n# TYPE a counter\na_total 1\n# EOF\n'],
    ['an exemplar outside of its bucket', `${OPEN.replace('0.5 1.5', '2 1.5')}h_sum 0.5\nh_count 1\n# EOF\n`],
    ['an exemplar that is too long', `${OPEN.replace('ab', 'a'.repeat(121))}h_sum 0.5\nh_count 1\n# EOF\n`],
  ];
  for (const [what, text] of cases) {
    test(what, () => {
      assert.throws(() => parseExposition(text, 'openmetrics'));
    });
  }
});
