import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { PolicyOptions } from '../../src/cli/options/policy.ts';
import { policyOf, policyWarnings } from '../../src/cli/policy.ts';

const DEFAULTS: PolicyOptions = {
  keepaliveTimeoutSeconds: 20,
  permitPingWithoutStream: 'off',
  maxConcurrentStreams: 1_000,
  maxReceiveMessageBytes: 4_194_304,
};

describe('policyOf', () => {
  test('by default nothing is asked, counted, announced or ended', () => {
    const { http2, messages, pings } = policyOf(DEFAULTS);
    const defined = Object.entries({ ...http2.settings, ...http2.sessions }).filter(([, value]) => value !== undefined);
    assert.deepEqual(defined, [['maxConcurrentStreams', 1_000]]);
    assert.deepEqual([messages, pings], [{ maxReceive: 4_194_304, maxSend: undefined }, undefined]);
  });

  test('gives seconds as milliseconds', () => {
    const { http2, pings } = policyOf({
      ...DEFAULTS,
      keepaliveTimeSeconds: 1,
      minPingIntervalSeconds: 2,
      permitPingWithoutStream: 'on',
      maxConnectionAgeSeconds: 3,
      maxConnectionAgeGraceSeconds: 4,
      maxConnectionIdleSeconds: 5,
    });
    assert.deepEqual(http2.sessions, {
      keepalive: { timeMs: 1_000, timeoutMs: 20_000 },
      maxAgeMs: 3_000,
      maxAgeGraceMs: 4_000,
      maxIdleMs: 5_000,
    });
    assert.deepEqual(pings, { minIntervalMs: 2_000, permitWithoutStream: true });
  });

  test('what has no effect is told', () => {
    assert.deepEqual(policyWarnings(DEFAULTS), []);
    assert.deepEqual(
      policyWarnings({ ...DEFAULTS, maxConnectionAgeGraceSeconds: 1, permitPingWithoutStream: 'on' }).map(
        (warning) => warning.split(' ')[0],
      ),
      ['--max-connection-age-grace-seconds', '--permit-ping-without-stream'],
    );
    assert.deepEqual(policyWarnings({ ...DEFAULTS, maxConnectionAgeGraceSeconds: 1, maxConnectionAgeSeconds: 1 }), []);
  });
});
