/** examples/ used wrongly, or where something is missing: what the scripts say, and that nothing of them is left. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, describe, test } from 'node:test';
import { startExample, startInGroup } from '../support/interop/example.ts';
import { nothingIsLeftOf } from '../support/interop/example-leftovers.ts';
import { freePortBase, portsOf } from '../support/interop/example-ports.ts';
import { exampleEnvironment, runScript } from '../support/interop/example-script.ts';
import { scratchFolder } from '../support/interop/scratch.ts';

const RUN = 'examples/envoy/run.sh';

describe('the scripts of examples/', () => {
  const scratch = scratchFolder();
  after(scratch.remove);
  const env = { TMPDIR: scratch.path('.') };

  const wrong: readonly (readonly [file: string, args: readonly string[], says: RegExp])[] = [
    [RUN, ['--port', '1'], /^run\.sh: unknown argument '--port'; expected --port-base\n/],
    [RUN, ['--port-base', '80'], /^run\.sh: --port-base is '80'; expected a number from 1024 to 65502\n/],
    [RUN, ['--workers', '0'], /^run\.sh: --workers is '0'; expected a number from 1 to 99\n/],
    ['examples/replicas.sh', [], /^replicas\.sh: no command; expected one of start, stop, kill, /],
    ['examples/replicas.sh', ['kill'], /^replicas\.sh: kill is of one replica; expected 1, 2 or 3 behind it\n/],
    ['examples/replicas.sh', ['stop', '4'], /^replicas\.sh: '4' is no replica; expected 1, 2 or 3\n/],
    [
      'examples/count-replies.js',
      ['--connections', 'two'],
      /^count-replies\.js: --connections is 'two'; expected one or /,
    ],
    ['examples/count-replies.js', ['localhost'], /^count-replies\.js: 'localhost' is no target; expected host:port\n/],
  ];
  for (const [file, args, says] of wrong) {
    test(`${file} ${args.join(' ')} is refused with exit code 2, what came and what was expected`, async () => {
      const { code, stderr, stdout } = await runScript(file, args, { env });
      assert.match(stderr, says);
      assert.deepEqual([code, stdout], [2, '']);
    });
  }

  test('a port that is taken is named before anything is started', async () => {
    const base = await freePortBase();
    const other = createServer().listen(base + 22, '127.0.0.1');
    await once(other, 'listening');
    const { code, stdout, stderr } = await runScript(RUN, ['--port-base', String(base)], { env });
    other.close();
    assert.match(stderr, new RegExp(`port ${base + 22} is taken`));
    assert.deepEqual([code, stdout], [1, '']);
  });

  test('without Envoy it says how to get it', async () => {
    const without = {
      ...env,
      PATH: `${process.execPath.replace(/\/[^/]*$/, '')}:/usr/bin:/bin`,
      XDG_CACHE_HOME: scratch.path('none'),
    };
    const { code, stderr } = await runScript(RUN, [], { env: without });
    assert.match(stderr, /^run\.sh: no envoy in PATH; install it as https/);
    assert.equal(code, 1);
  });

  test('without dist/ it says how to make it', async () => {
    cpSync('examples', scratch.path('examples'), { recursive: true });
    const base = String(await freePortBase());
    const { code, stderr } = await runScript(scratch.path(RUN), ['--port-base', base], { env });
    assert.match(stderr, /no dist\/main\.js; make it with: npm ci && npm run build/);
    assert.equal(code, 1);
  });
});

describe('Ctrl-C', () => {
  const scratch = scratchFolder();
  after(scratch.remove);

  test('ends proxy and replicas, also one that was started by another script', async () => {
    const example = await startExample('envoy');
    await example.replicas('kill', 1);
    await example.replicas('start', 1);
    const pids = [...(await example.pids()).values()];
    assert.equal(pids.length, 3);
    assert.equal(await example.stop('SIGINT'), 130);
    assert.deepEqual(pids.filter(runs), []);
    await nothingIsLeftOf(example);
  });

  test('while the replicas start leaves none of them', async () => {
    const ports = portsOf(await freePortBase());
    const base = String(ports.base);
    const env = exampleEnvironment({ TMPDIR: scratch.path('.') });
    const run = startInGroup([RUN, '--port-base', base], env);
    assert.ok(await run.says(/starting three replicas/));
    assert.equal(await run.stop('SIGINT'), 130);
    await nothingIsLeftOf({ ports, processGroup: run.processGroup });
    const { stdout } = await runScript('examples/replicas.sh', ['status', '--port-base', base], { env });
    assert.equal(stdout, 'replica-1  does not run\nreplica-2  does not run\nreplica-3  does not run\n');
  });
});

/** One that has ended, and that its parent has not asked for yet, has no command line. */
function runs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}
