import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { type ServiceError, status } from '@grpc/grpc-js';

import { UntracedConnection } from '../../../../src/capture/untraced-connection.ts';
import type { GetConnectionResponse__Output } from '../../../../src/gen/sre/trace/v1/GetConnectionResponse.ts';
import type { ListConnectionsResponse__Output } from '../../../../src/gen/sre/trace/v1/ListConnectionsResponse.ts';
import type { TraceServiceClient } from '../../../../src/gen/sre/trace/v1/TraceService.ts';
import { START } from '../../../support/events.ts';
import { OPENED } from '../../../support/script.ts';
import { type RunningAdminServer, startAdminServer } from '../support.ts';
import { traceClient } from '../trace/support.ts';

type Reply<Response> = (error: ServiceError | null, response?: Response) => void;

function answerTo<Response>(call: (reply: Reply<Response>) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (response === undefined ? reject(error) : resolve(response)));
  });
}

suite('TraceService, of connections', () => {
  let running: RunningAdminServer;
  let client: TraceServiceClient;
  beforeEach(async () => {
    running = await startAdminServer();
    client = traceClient(running);
    const clock = () => START;
    for (const id of ['c1', 'c2']) {
      const observer = running.connections.add(id, new UntracedConnection(id, OPENED, START - 1_000_000, clock));
      if (id === 'c1') observer.end({ how: 'RST', endedBy: 'CLIENT' });
    }
  });
  afterEach(async () => {
    client.close();
    await running.close();
  });

  test('ListConnections: those that are open, then those that closed', async () => {
    const { connections } = await answerTo<ListConnectionsResponse__Output>((reply) =>
      client.ListConnections({}, reply),
    );
    assert.deepEqual(
      connections.map(({ conn, closed }) => [conn, closed?.how]),
      [
        ['c2', undefined],
        ['c1', 'RST'],
      ],
    );
    const [open] = connections;
    assert.deepEqual(open?.openedAt, { seconds: Math.floor(START / 1_000_000) - 1, nanos: 123_456_000 });
    assert.deepEqual([open?.opened?.peer, open?.recording, open?.ageMs], [OPENED.peer, 'UNTRACED', 1_000]);
  });

  test('GetConnection: one of them, and NOT_FOUND for another', async () => {
    const { connection } = await answerTo<GetConnectionResponse__Output>((reply) =>
      client.GetConnection({ conn: 'c2' }, reply),
    );
    assert.equal(connection?.summary?.conn, 'c2');
    const missing = answerTo<GetConnectionResponse__Output>((reply) => client.GetConnection({ conn: 'c9' }, reply));
    await assert.rejects(missing, {
      code: status.NOT_FOUND,
      details: 'connection "c9" came: expected one of /api/connections',
    });
  });
});
