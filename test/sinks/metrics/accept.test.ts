import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptsOpenMetrics } from '../../../src/sinks/metrics/accept.ts';

const CASES: readonly [string, string | undefined, boolean][] = [
  ['no Accept', undefined, false],
  ['an empty one', '', false],
  ['curl', '*/*', false],
  ['a browser', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
  [
    'Prometheus 2',
    [
      'application/openmetrics-text;version=1.0.0',
      'application/openmetrics-text;version=0.0.1;q=0.75',
      'text/plain;version=0.0.4;q=0.5',
      '*/*;q=0.1',
    ].join(),
    true,
  ],
  [
    'Prometheus 3',
    [
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6',
      'application/openmetrics-text;version=0.0.1;q=0.5',
      'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4',
      'text/plain;version=0.0.4;q=0.3',
      '*/*;q=0.2',
    ].join(),
    true,
  ],
  ['OpenMetrics in odd case and space', 'Application/OpenMetrics-Text ; Version="1.0.0" ; Q=0.5', true],
  ['text preferred', 'application/openmetrics-text;q=0.2, text/plain', false],
  ['OpenMetrics refused', 'application/openmetrics-text;q=0', false],
  ['a version that we do not speak', 'application/openmetrics-text;version=2.0.0, text/plain;q=0.1', false],
  ['a quality that is no number', 'application/openmetrics-text;q=high', false],
];

for (const [what, accept, expected] of CASES) {
  test(`${what}: ${expected ? 'OpenMetrics' : 'text'}`, () => {
    assert.equal(acceptsOpenMetrics(accept), expected);
  });
}
