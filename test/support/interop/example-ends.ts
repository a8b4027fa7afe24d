/** How every example is refused and ended: the last tests of one that runs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Example } from './example.ts';
import { nothingIsLeftOf } from './example-leftovers.ts';
import { runScript } from './example-script.ts';

/** @param example is called when the tests run; it has ended behind them */
export function endTests(name: string, example: () => Example): void {
  const run = `examples/${name}/run.sh`;

  test('a wrong flag is refused, and so are ports that are taken', async () => {
    const wrong = await runScript(run, ['--port', '1']);
    assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
    assert.match(wrong.stderr, /^run\.sh: unknown argument '--port'; expected --port-base\n/);
    const { base } = example().ports;
    const taken = await runScript(run, ['--port-base', String(base)]);
    assert.deepEqual([taken.code, taken.stdout], [1, '']);
    assert.match(taken.stderr, new RegExp(`port ${base} is taken`));
  });

  test('Ctrl-C leaves nothing behind', async () => {
    assert.equal(await example().stop('SIGINT'), 130);
    await nothingIsLeftOf(example());
  });
}
