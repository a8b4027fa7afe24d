/** Connections that the server asks how they are, and ends in order: at an age, when nothing passes, when it stops. */

import { setTimeout as sleep } from 'node:timers/promises';
import { runGhz } from './ghz.ts';
import { GRPC_ROWS } from './healthy-grpc.ts';
import type { HealthyRow } from './healthy-row.ts';

/** Shorter than anybody has them, so that each comes to pass: clients pause for three seconds. */
export const POLICIES: readonly string[] = [
  ['--max-connection-age-seconds', '2', '--max-connection-age-grace-seconds', '10'],
  ['--max-connection-idle-seconds', '1', '--keepalive-time-seconds', '1'],
].flat();

const CLIENTS: readonly string[] = ['grpc-go', 'grpc-java', 'grpc-python', 'grpc-js'];

export const POLICY_ROWS: readonly HealthyRow[] = GRPC_ROWS.filter(({ client }) => CLIENTS.includes(client)).map(
  (row) => ({ ...row, path: `${row.path}, connections end` }),
);

const LOAD = { callsPerSecond: 200, connections: 3, concurrency: 10, seconds: 6 };

/** So many connections and calls there are before the server is stopped. */
const BEFORE_STOP_MS = 1_500;
const CALLS_BEFORE_STOP = 100;

export const STOP_ROWS: readonly HealthyRow[] = [
  {
    client: 'ghz',
    path: 'h2c, the server is stopped',
    async drive({ grpcPort }) {
      // From the stop on it is refused connections, and does not succeed; drain.test.ts has what it says.
      const rest = runGhz({ port: grpcPort, ...LOAD }).then(() => undefined);
      await sleep(BEFORE_STOP_MS);
      return { connections: LOAD.connections, calls: CALLS_BEFORE_STOP, rest };
    },
  },
];
