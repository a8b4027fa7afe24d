import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TcpConnection } from '../../../src/formats/pcapng/tcp-connection.ts';
import { type Packet, readPackets, streamOf } from '../../support/pcapng.ts';

const CLIENT = { address: '10.0.3.7', port: 44646 };
const SERVER = { address: '10.0.9.2', port: 50051 };

function packets(blocks: Iterable<Uint8Array>): Packet[] {
  return readPackets(Buffer.concat([...blocks]));
}

/** Numbers as Wireshark shows them: from the first one of each side. */
function lines(all: readonly Packet[]): string[] {
  const first = new Map<string, number>();
  for (const { source, sequence } of all) if (!first.has(source)) first.set(source, sequence);
  return all.map(({ source, target, sequence, acknowledged, flags, payload }) => {
    const seq = (sequence - (first.get(source) ?? 0)) >>> 0;
    const ack = flags.includes('ACK') ? (acknowledged - (first.get(target) ?? 0)) >>> 0 : '-';
    return `${source} ${flags} seq=${seq} ack=${ack} len=${payload.length}`;
  });
}

test('handshake, bytes both ways, FIN of both', () => {
  const tcp = new TcpConnection(CLIENT, SERVER, 1);
  const all = packets([
    ...tcp.open(1, []),
    ...tcp.send('CLIENT', { bytes: Uint8Array.of(1, 2, 3) }, 2, []),
    ...tcp.send('SERVER', { bytes: Uint8Array.of(4), zeros: 2 }, 3, []),
    ...tcp.finish('CLIENT', 4, []),
  ]);
  assert.deepEqual(lines(all), [
    '10.0.3.7:44646 SYN seq=0 ack=- len=0',
    '10.0.9.2:50051 SYN,ACK seq=0 ack=1 len=0',
    '10.0.3.7:44646 ACK seq=1 ack=1 len=0',
    '10.0.3.7:44646 PSH,ACK seq=1 ack=1 len=3',
    '10.0.9.2:50051 PSH,ACK seq=1 ack=4 len=3',
    '10.0.3.7:44646 FIN,ACK seq=4 ack=4 len=0',
    '10.0.9.2:50051 FIN,ACK seq=4 ack=5 len=0',
    '10.0.3.7:44646 ACK seq=5 ack=5 len=0',
  ]);
  assert.deepEqual(
    all.map(({ time }) => time),
    [1, 1, 1, 2, 3, 4, 4, 4],
  );
  assert.deepEqual(streamOf(all, '10.0.9.2:50051'), Buffer.from([4, 0, 0]));
});

test('RST comes from who sent it', () => {
  const tcp = new TcpConnection(CLIENT, SERVER, 1);
  const all = packets([...tcp.open(1, []), ...tcp.reset('SERVER', 2, [])]);
  assert.equal(lines(all).at(-1), '10.0.9.2:50051 RST,ACK seq=1 ack=1 len=0');
});

test('what is longer than a packet is in several, comments on the first', () => {
  const tcp = new TcpConnection(CLIENT, SERVER, 1);
  const bytes = Uint8Array.from({ length: 100_001 }, (_, n) => n);
  const all = packets(tcp.send('CLIENT', { bytes, zeros: 100_000 }, 1, ['here']));
  assert.deepEqual(
    all.map(({ payload }) => payload.length),
    [65_495, 65_495, 65_495, 3_516],
  );
  assert.deepEqual(
    all.map(({ comments }) => comments),
    [['here'], [], [], []],
  );
  assert.deepEqual(streamOf(all, '10.0.3.7:44646'), Buffer.concat([bytes, Buffer.alloc(100_000)]));
});

test('bytes that are not in the file leave a gap in the numbers, across 2^32, too', () => {
  const tcp = new TcpConnection(CLIENT, SERVER, 1);
  const one = { bytes: Uint8Array.of(1) };
  const [, , before] = packets(tcp.open(1, []));
  tcp.advance('CLIENT', 2 ** 32 + 5);
  const [behind] = packets(tcp.send('CLIENT', one, 1, []));
  assert.equal(((behind?.sequence ?? 0) - (before?.sequence ?? 0)) >>> 0, 5);
});

test('a connection from the same port begins with other numbers', () => {
  const first = (ordinal: number) => packets(new TcpConnection(CLIENT, SERVER, ordinal).open(1, []))[0]?.sequence;
  assert.notEqual(first(1), first(2));
});

test('IPv6, and version 4 where the other end is of version 6', () => {
  const v6 = { address: '2001:db8::7', port: 1 };
  const [both] = packets(new TcpConnection(v6, { address: '::1', port: 2 }, 1).open(1, []));
  assert.equal(both?.source, '[20010db8000000000000000000000007]:1');
  const [mixed] = packets(new TcpConnection(v6, SERVER, 1).open(1, []));
  assert.equal(mixed?.target, '[00000000000000000000ffff0a000902]:50051');
});

test('a peer that the kernel has forgotten has no address', () => {
  const [syn] = packets(new TcpConnection({ address: '', port: 0 }, SERVER, 1).open(1, []));
  assert.equal(syn?.source, '0.0.0.0:0');
});
