/** What the other `healthy` tests rest on: unhealthy traffic is counted, and told with the client that it is of. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { badOf, isBad, wordsOf } from '../support/interop/healthy-report.ts';
import type { HealthyRow } from '../support/interop/healthy-row.ts';
import { type HealthyRun, type RunReport, startHealthyRun } from '../support/interop/healthy-run.ts';
import { runTool, toolOutput } from '../support/interop/tool.ts';

function grpcurl(client: string, fault: string): HealthyRow {
  return {
    client,
    path: 'h2c',
    async drive({ grpcPort }) {
      const call = ['-d', '{"message":"hello"}', `127.0.0.1:${grpcPort}`, 'sre.echo.v1.EchoService/Echo'];
      const args = ['-plaintext', '-import-path', 'protos', '-proto', 'sre/echo/v1/echo.proto', '-max-time', '5'];
      if (fault === '') await toolOutput('grpcurl', [...args, ...call]);
      else assert.notEqual((await runTool('grpcurl', [...args, '-H', `x-sre-fault: ${fault}`, ...call])).code, 0);
      return { connections: 1, calls: 1 };
    },
  };
}

const HEALTHY = grpcurl('healthy', '');
const UNHEALTHY = grpcurl('unhealthy', 'goaway=ENHANCE_YOUR_CALM@after_headers;goaway_debug=too_many_pings');

describe('a call that a GOAWAY too_many_pings ends, between two that are well', () => {
  let run: HealthyRun;
  let report: RunReport;
  before(async () => {
    run = await startHealthyRun([]);
    for (const row of [HEALTHY, UNHEALTHY, HEALTHY]) await run.drive(row);
    report = await run.finish();
  });
  after(() => run?.remove());

  test('is counted, and the two are not', () => {
    const counts = report.rows.map(({ found }) => badOf(found) > 0);
    assert.deepEqual(counts, [false, true, false]);
    assert.ok(badOf(report.found) > 0);
  });

  test('is not counted for a rule that may speak', () => {
    const rules = Array.from(report.found.keys(), (key) => key.split(' ')[0] ?? '');
    assert.equal(badOf(report.found, rules), 0);
  });

  for (const where of ['told', 'listed'] as const) {
    test(`is ${where}, with its connection and its events`, () => {
      const bad = report[where].filter(isBad);
      assert.ok(bad.length > 0);
      for (const finding of bad) {
        const words = wordsOf(finding, report);
        assert.match(words, /^(WARNING|ERROR) \w+ of c\d+ \(unhealthy, h2c\): /);
        assert.match(words, /"type":"GOAWAY"/);
      }
    });
  }
});
