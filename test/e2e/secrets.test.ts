/**
 * Authorization, cookies and tokens are in nothing that the server tells: a whole one gets some of each by all ways, and all that it
 * tells is searched for each of them, as text and encoded. `--pcap` has them by design, and shows that the search would find them.
 */

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { ECHO_SERVICE } from '../../src/servers/grpc/protos.ts';
import { type Run, runAll, runForLog } from './secrets/run.ts';
import { VISIBLE } from './secrets/traffic.ts';

/** What must be in an output, so that it is not clean for being empty. The others show header fields: what is no secret of those. */
const CONTROLS: Readonly<Record<string, string>> = {
  'admin /': '/api/trace/live',
  'admin /api/trace/config': 'x-late',
  'admin /api/connections': '"peer"',
  'admin /api/env': '"hostname"',
  'admin /api/health': ECHO_SERVICE,
  'admin /api/faults': '"fault"',
  'admin /nowhere': 'Not Found',
  '/metrics on admin': 'grpc_method="EchoBidiStream"',
  '/metrics on admin as OpenMetrics': '# EOF',
  '/metrics on HTTP': 'grpc_method="EchoBidiStream"',
  '/metrics on HTTP as OpenMetrics': '# EOF',
  AdminService: 'SERVING',
  channelz: 'Connection established by client',
  stderr: 'ready: grpc',
};

/** All ways that there are: one that is not asked any more must be missed. */
const OUTPUTS = 28;

/** Not recorded by `--pcap`, which is about traffic. */
const ON_ADMIN = /admin/;

function readableIn({ outputs, found }: Pick<Run, 'outputs' | 'found'>): readonly string[] {
  return [...outputs].flatMap(([output, bytes]) =>
    found(bytes).map(({ place, form, context }) => `${output} has ${place} (${form}): ${JSON.stringify(context)}`),
  );
}

function assertControls({ outputs }: Pick<Run, 'outputs'>): void {
  for (const [output, bytes] of outputs) {
    const control = CONTROLS[output] ?? VISIBLE;
    assert.ok(bytes.includes(control), `${output}, ${bytes.length} bytes, does not have ${control}`);
  }
}

describe('secrets', () => {
  let run: Run;
  before(async () => {
    run = await runAll('json');
  });

  test('are in no output', () => assert.deepEqual(readableIn(run), []));

  test('are looked for where there is something: each output has what is no secret', () => {
    assert.equal(run.outputs.size, OUTPUTS, [...run.outputs.keys()].join());
    assertControls(run);
  });

  test('are found in the file of --pcap, which has them by design', () => {
    const found = new Set(run.found(run.pcap.bytes).map(({ place }) => place));
    const missing = run.places.filter((place) => !found.has(place) && !ON_ADMIN.test(place));
    assert.deepEqual(missing, []);
  });

  test('are for the owner alone where they are written by design', () => {
    assert.deepEqual([run.pcap.mode, run.keyLog.mode], [0o600, 0o600]);
    assert.match(String(run.keyLog.bytes), /^(CLIENT|SERVER)_\w+ [0-9a-f]{64} [0-9a-f]+$/m);
  });

  test('may be in a query: access log and spans have none', () => {
    for (const output of ['--access-log', 'spans']) {
      const text = String(run.outputs.get(output));
      assert.ok(text.includes('/response-headers') && !text.includes('/response-headers?'), output);
      assert.ok(!text.includes('x-visible='), output);
    }
  });
});

test('secrets are on no stdout, in whatever format', async () => {
  for (const run of await Promise.all(['pretty', 'go', 'nghttp'].map(runForLog))) {
    assert.deepEqual(readableIn(run), []);
    assertControls(run);
  }
});
