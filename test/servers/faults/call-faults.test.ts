import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createCallFaults } from '../../../src/servers/faults/call-faults.ts';
import type { FaultedCall } from '../../../src/servers/faults/enact.ts';
import { createReplicaFaults, type ReplicaFaults } from '../../../src/servers/faults/replica-faults.ts';
import { fakeTransport } from './fake-tools.ts';

const CALL: FaultedCall = {
  protocol: 'gRPC',
  target: { connectionId: 'c1', streamId: 1 },
  attempt: 1,
  gone: new AbortController().signal,
};

function replicaWith(text: string): ReplicaFaults {
  const replica = createReplicaFaults();
  assert.equal(replica.set(text), undefined);
  return replica;
}

describe('a fault of the replica', () => {
  test('is for calls that bring none', async () => {
    const replica = replicaWith('status=UNAVAILABLE');
    const faults = createCallFaults({ replica });
    assert.equal(faults.hasReplicaFault, true);
    assert.equal((await faults.enact(CALL, { texts: [] })).do, 'FAIL');
    assert.equal((await faults.enact(CALL, { texts: ['keep_open'] })).do, 'KEEP_OPEN');
    replica.clear();
    assert.equal(faults.hasReplicaFault, false);
    assert.equal((await faults.enact(CALL, { texts: [] })).do, 'GO_ON');
  });

  test('passes calls by that cannot have all of it: who calls has asked for nothing', async () => {
    const faults = createCallFaults({ replica: replicaWith('status=UNAVAILABLE') });
    assert.equal((await faults.enact({ ...CALL, protocol: 'HTTP/2' }, { texts: [] })).do, 'GO_ON');
    const transport = fakeTransport('not on this connection');
    const refused = createCallFaults({ replica: replicaWith('fin;delay=1h'), transport });
    assert.equal((await refused.enact(CALL, { texts: [] })).do, 'GO_ON');
  });

  test('is for streams one by one, and for connections when they are accepted', async () => {
    const transport = fakeTransport();
    const replica = replicaWith('scope=connection;settings=MAX_CONCURRENT_STREAMS:1;rst_stream@after_headers');
    const faults = createCallFaults({ replica, transport });
    assert.deepEqual(faults.connectionFaults(), [
      { scope: 'CONNECTION', kind: 'SETTINGS', settings: [{ code: 3, value: 1 }] },
    ]);
    await faults.enact(CALL, { texts: [] });
    assert.deepEqual(transport.armed, [
      {
        target: CALL.target,
        faults: [{ scope: 'STREAM', kind: 'RST_STREAM', stage: { at: 'AFTER_HEADERS' }, errorCode: 2 }],
      },
    ]);
  });

  test('that is not for this host name, or not drawn, is for no connection', () => {
    const of = (text: string) =>
      createCallFaults({ replica: replicaWith(text), hostname: 'pod-1', random: () => 0.5 }).connectionFaults().length;
    assert.equal(of('hold_ping_ack'), 1);
    assert.equal(of('hold_ping_ack;hostname=pod-1'), 1);
    assert.equal(of('hold_ping_ack;hostname=pod-2'), 0);
    assert.equal(of('hold_ping_ack;percent=51'), 1);
    assert.equal(of('hold_ping_ack;percent=50'), 0);
    assert.deepEqual(createCallFaults().connectionFaults(), []);
  });
});

test('a malformed fault is refused', async () => {
  const verdict = await createCallFaults().enact(CALL, { texts: ['delay'] });
  assert.deepEqual(verdict, {
    do: 'REFUSE',
    reason: 'fault refused at character 6: nothing came, expected delay=<delay>',
  });
});

test('without an owner of the bytes a transport fault is refused', async () => {
  const verdict = await createCallFaults().enact(CALL, { texts: ['fin'] });
  assert.equal(verdict.do, 'REFUSE');
});
