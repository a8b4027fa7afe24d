import assert from 'node:assert/strict';
import { hostname, release, type } from 'node:os';
import { test } from 'node:test';
import { readKernel } from '../../src/place/kernel.ts';
import { changed, filledWith, PROC, plant } from '../support/place-tree.ts';

const WHO = { hostname: hostname(), name: type(), release: release() };

test('TCP figures are those of the network namespace, found by the names in front of them', async (t) => {
  assert.deepEqual(await readKernel(plant(t, PROC)), {
    ...WHO,
    tcp: {
      activeOpens: 101,
      passiveOpens: 102,
      failedAttempts: 3,
      establishedResets: 4,
      resetsSent: 7,
      established: 5,
      segmentsReceived: 1000,
      segmentsSent: 1001,
      segmentsRetransmitted: 42,
      segmentsInvalid: 6,
      timeouts: 13,
      listenOverflows: 11,
      listenDrops: 12,
    },
    network: { maxBacklog: 4096, firstLocalPort: 32_768, lastLocalPort: 60_999 },
  });
});

test('pressure of the whole machine is beside that of our cgroup', async (t) => {
  const stall = 'some avg10=12.00 avg60=0.00 avg300=0.00 total=0\n';
  const { pressure } = await readKernel(plant(t, { 'proc/pressure/cpu': stall, 'proc/pressure/memory': 'garbled' }));
  assert.deepEqual(pressure, { cpu: { some: { avg10Percent: 12, avg60Percent: 0, totalMs: 0 } } });
});

test('ports that are listened on are those of the network namespace', async (t) => {
  const names = '  sl  local_address rem_address   st\n';
  const socket = '   0: 0100007F:3AF2 00000000:0000 0A 00000000:00000000\n';
  const { listeningPorts } = await readKernel(plant(t, { 'proc/net/tcp': names + socket }));
  assert.deepEqual(listeningPorts, [15_090]);
});

test('values are nobody’s where they are not as many as names', async (t) => {
  const tree = changed(PROC, {
    'proc/net/snmp': 'Tcp: ActiveOpens OutSegs\nTcp: 1\n',
    'proc/net/netstat': 'TcpExt: ListenDrops\n',
    'proc/sys/net/ipv4/ip_local_port_range': '32768\n',
  });
  const { tcp, network } = await readKernel(plant(t, tree));
  assert.equal(tcp, undefined);
  assert.deepEqual(network, { maxBacklog: 4096, firstLocalPort: 32_768 });
});

test('where nothing can be read, only the names of host and kernel are told', async (t) => {
  assert.deepEqual(await readKernel(plant(t, {})), WHO);
  for (const content of ['', 'Tcp: ', '\0', 'x'.repeat(1_000_000)]) {
    assert.deepEqual(await readKernel(plant(t, filledWith(PROC, content))), WHO, content.slice(0, 20));
  }
});
