import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { readListeningPorts } from '../../src/place/listening-ports.ts';
import { plant } from '../support/place-tree.ts';

const NAMES = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const LISTEN = '0A';
const ESTABLISHED = '01';

function socket(port: number, state: string, address = '0100007F'): string {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const remote = `${address.replaceAll(/./g, '0')}:0000`;
  return `   0: ${address}:${hex} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 3421 1 0 100 0 0 10 0\n`;
}

test('ports that are listened on, IPv4 and IPv6, each once and in ascending order', async (t) => {
  const tcp = NAMES + socket(15_090, LISTEN) + socket(8_080, LISTEN) + socket(50_051, ESTABLISHED);
  const tcp6 = NAMES + socket(8_080, LISTEN, '0'.repeat(32)) + socket(80, LISTEN, '0'.repeat(32));
  const root = plant(t, { 'proc/net/tcp': tcp, 'proc/net/tcp6': tcp6 });
  assert.deepEqual(await readListeningPorts(root), [80, 8_080, 15_090]);
});

test('a kernel without IPv6 has no tcp6', async (t) => {
  const root = plant(t, { 'proc/net/tcp': NAMES + socket(80, LISTEN) });
  assert.deepEqual(await readListeningPorts(root), [80]);
});

test('thousands of connections do not matter, since those that listen come first', async (t) => {
  const connections = socket(50_051, ESTABLISHED).repeat(5_000);
  const root = plant(t, { 'proc/net/tcp': NAMES + socket(80, LISTEN) + connections });
  assert.deepEqual(await readListeningPorts(root), [80]);
});

test('where they may not be all, none is told', async (t) => {
  const trees = [
    { 'proc/net/tcp': NAMES + socket(80, LISTEN).repeat(5_000) },
    { 'proc/net/tcp6': NAMES },
    { 'proc/net/tcp': `${NAMES}something else\n` },
    { 'proc/net/tcp': NAMES, 'proc/net/tcp6': `${NAMES}   0: zz\n` },
    {},
  ];
  for (const tree of trees) assert.equal(await readListeningPorts(plant(t, tree)), undefined);
});

test('a port of our own is among them, where the system is Linux', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const ports = await readListeningPorts();
  server.close();
  assert.ok(address !== null && typeof address === 'object');
  assert.equal(ports?.includes(address.port), process.platform === 'linux' ? true : undefined);
});
