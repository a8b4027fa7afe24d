/** A rolling restart of three replicas behind the Envoy of examples/envoy, under 500 calls a second of grpc-go. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Example, startExample } from '../support/interop/example.ts';
import { ECHO, startLoad } from '../support/interop/example-load.ts';
import { REPLICAS } from '../support/interop/example-ports.ts';
import { echoesOf } from '../support/interop/example-replica.ts';
import { until } from '../support/interop/example-until.ts';

const LOAD = { ...ECHO, callsPerSecond: 500, concurrency: 50, connections: 5 };

/** Of each replica, before it goes and after it has come: more than its probes and chance can be. */
const ENOUGH_CALLS = 200;

describe('a rolling restart behind Envoy, under 500 calls a second', () => {
  let example: Example;
  before(async () => {
    example = await startExample('envoy');
  });
  after(() => example?.stop());

  const allServe = async () => {
    const echoes = await Promise.all(REPLICAS.map((n) => echoesOf(example, n)));
    return echoes.every((count) => count > ENOUGH_CALLS);
  };

  test('no call is lost', async (t) => {
    const before = await example.pids();
    const load = startLoad({ port: example.ports.grpc, ...LOAD });
    await until('each replica serves', allServe);
    t.diagnostic(await example.replicas('rolling-restart'));
    await until('each new process serves', allServe);
    const report = await load.stop();
    await until('Envoy has written what it saw', async () => linesOf(example).length >= report.count);
    const lines = linesOf(example);
    const again = lines.filter((line) => !line.includes(' attempts 1 ')).length;
    t.diagnostic(`${JSON.stringify(report)}; calls that Envoy tried more than once: ${again}`);

    assert.deepEqual(report.statuses, { OK: report.count });
    assert.equal(lines.length, report.count);
    assert.deepEqual(
      lines.filter((line) => !line.includes(' 200 grpc-status OK ')),
      [],
    );
    const after = await example.pids();
    assert.deepEqual([...after.keys()], REPLICAS);
    for (const n of REPLICAS) assert.notEqual(after.get(n), before.get(n));
  });
});

/** What Envoy's access log has of the load; probes of the script are curl's. */
function linesOf(example: Example): readonly string[] {
  return example
    .log('envoy.log')
    .split('\n')
    .filter((line) => line.includes(' by grpc-go/'));
}
