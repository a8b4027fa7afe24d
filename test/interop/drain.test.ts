/** SIGTERM under the load of a grpc-go client, 1,000 calls a second: what the client says, and what the trace says. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { runGhz } from '../support/interop/ghz.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { parseTrace } from '../support/interop/trace-record.ts';
import { startServer } from '../support/server-process.ts';

const ROUNDS = 3;
const LOAD = { callsPerSecond: 1_000, connections: 5, concurrency: 50, seconds: 3 };

/** Some time in the middle of the load. */
const STOP_AFTER_MS = 1_500;

/** A client that found nobody to connect to was not accepted. */
const REFUSED = /Error while dialing: dial tcp \S+ connect: connection refused/;

describe('SIGTERM under 1,000 calls a second of grpc-go', () => {
  const scratch = scratchFolder();
  after(scratch.remove);

  for (let round = 1; round <= ROUNDS; round++) {
    test(`each call that reached the server was answered with OK, round ${round} of ${ROUNDS}`, async () => {
      const file = scratch.path(`trace-${round}`);
      const server = await startServer({ args: ['--log', 'off', '--trace-file', file] });
      const load = runGhz({ port: server.grpcPort, ...LOAD });
      await sleep(STOP_AFTER_MS);
      assert.deepEqual(await server.stop(), { code: 0, signal: null });
      const { statuses, errors } = await load;

      const trace = parseTrace(readFileSync(file, 'utf8'));
      const opened = trace.filter(({ streamOpened }) => streamOpened !== undefined).length;
      const lost = Object.keys(errors).filter((error) => !REFUSED.test(error));
      assert.deepEqual(lost, []);
      assert.ok(opened > 500, `${opened} calls`);
      assert.equal(statuses.OK, opened);
    });
  }
});
