import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openPacketFile } from '../../src/sinks/packet-file.ts';
import { readBlocks, readPackets, streamOf } from '../support/pcapng.ts';

const directory = mkdtempSync(join(tmpdir(), 'packet-file-'));
after(() => rmSync(directory, { recursive: true }));

const CLIENT = '10.0.3.7:44646';
const SERVER = '10.0.9.2:50051';
const FACTS = {
  id: 'c1',
  listener: 'grpc',
  peer: { address: '10.0.3.7', port: 44646 },
  local: { address: '10.0.9.2', port: 50051 },
};
const SECTION_HEADER = 0x0a0d0d0a;
const STATISTICS = 5;

function unexpected(error: unknown): void {
  throw error;
}

function open(path: string, options: { maxQueuedBytes?: number; onError?: (error: unknown) => void } = {}) {
  return openPacketFile({ path, application: 'test 1', onError: unexpected, ...options });
}

/** A file with one short connection. */
async function short(path: string): Promise<void> {
  const file = await open(path);
  file.opened(FACTS, 1_000_000);
  file.chunk('c1', 'CLIENT', Buffer.from('ping'), 2_000_000);
  file.closed('c1', { how: 'FIN', endedBy: 'CLIENT' }, 3_000_000);
  await file.close();
}

test('the very bytes of both sides, at their times, for the owner only', async () => {
  const path = join(directory, 'a.pcapng');
  const file = await open(path);
  file.opened({ ...FACTS, tls: { version: 'TLSv1.3', alpn: 'h2' } }, 1_000_000);
  const chunk = Buffer.from('ping');
  file.chunk('c1', 'CLIENT', chunk, 2_000_000);
  // Node may use it again.
  chunk.fill('x');
  file.chunk('c1', 'SERVER', Buffer.alloc(200_000, 'pong'), 3_000_000);
  file.closed('c1', { how: 'RST', endedBy: 'SERVER', error: 'server: ECONNRESET' }, 4_000_000);
  await file.close();
  const packets = readPackets(readFileSync(path));
  assert.equal(streamOf(packets, CLIENT).toString(), 'ping');
  assert.deepEqual(streamOf(packets, SERVER), Buffer.alloc(200_000, 'pong'));
  assert.match(
    packets[0]?.comments.join('\n') ?? '',
    /^c1 on the listener "grpc"(.|\n)*over TLS \(TLSv1\.3, no SNI, ALPN h2\)/,
  );
  const last = packets.at(-1);
  assert.deepEqual(
    [last?.source, last?.flags, last?.time, last?.comments],
    [SERVER, 'RST,ACK', 4_000_000, ['server: ECONNRESET']],
  );
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a restart goes on in a section of its own', async () => {
  const path = join(directory, 'again.pcapng');
  await short(path);
  await short(path);
  const blocks = readBlocks(readFileSync(path));
  assert.equal(blocks.filter(({ type }) => type === SECTION_HEADER).length, 2);
  assert.equal(readPackets(readFileSync(path)).length, 2 * 7);
});

test('behind a crash: the block that is not whole is cut off', async () => {
  const path = join(directory, 'crash.pcapng');
  await short(path);
  const blocks = readBlocks(readFileSync(path)).length;
  truncateSync(path, statSync(path).size - 5);
  await short(path);
  assert.equal(readBlocks(readFileSync(path)).length, 2 * blocks - 1);
});

test('another kind of file is not spoiled', async () => {
  const path = join(directory, 'trace.ndjson');
  writeFileSync(path, '{"seq":1}\n');
  await assert.rejects(open(path), {
    message: 'it has 10 bytes that are no pcapng file of ours, expected one, an empty file or none',
  });
  assert.equal(readFileSync(path, 'utf8'), '{"seq":1}\n');
});

test('a path that cannot be opened is the error of the one who asked', async () => {
  await assert.rejects(open(directory), { code: 'EISDIR' });
  await assert.rejects(open(join(directory, 'missing', 'a.pcapng')), { code: 'ENOENT' });
});

test('what does not fit is a gap in the numbers, is said, and is counted', async () => {
  const path = join(directory, 'lossy.pcapng');
  const file = await open(path, { maxQueuedBytes: 40_000 });
  file.opened(FACTS, 1);
  for (let n = 0; n < 10; n++) file.chunk('c1', 'CLIENT', Buffer.alloc(10_000, n), 2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  file.chunk('c1', 'CLIENT', Buffer.from('end'), 3);
  file.closed('c1', { how: 'FIN', endedBy: 'CLIENT' }, 4);
  await file.close();
  const packets = readPackets(readFileSync(path)).filter(({ source }) => source === CLIENT);
  const behind = packets.findIndex(({ comments }) => comments.length > 0 && /^Missing/.test(comments[0] ?? ''));
  const [before, packet] = [packets[behind - 1] ?? assert.fail(), packets[behind] ?? assert.fail()];
  const missing = packet.sequence - before.sequence - before.payload.length;
  const written = packets.reduce((sum, { payload }) => sum + payload.length, 0);
  assert.equal(packet.payload.toString(), 'end');
  assert.ok(missing > 0);
  assert.equal(written + missing, 100_003);
  assert.equal(
    packet.comments[0],
    `Missing before this packet: ${missing} bytes of the client and 0 of the server. The file was slower than the traffic.`,
  );
  const statistics = readBlocks(readFileSync(path)).find(({ type }) => type === STATISTICS)?.body;
  assert.equal(Number(statistics?.readBigUInt64LE(28)), missing / 10_000);
});

test('a handshake that has no place is said with what comes later', async () => {
  const path = join(directory, 'late.pcapng');
  const file = await open(path, { maxQueuedBytes: 20_000 });
  file.opened(FACTS, 1);
  file.chunk('c1', 'CLIENT', Buffer.alloc(30_000), 2);
  file.opened({ ...FACTS, id: 'c2', peer: { address: '10.0.3.7', port: 7 } }, 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  file.chunk('c2', 'CLIENT', Buffer.from('a'), 3);
  await file.close();
  const [packet] = readPackets(readFileSync(path)).filter(({ source }) => source === '10.0.3.7:7');
  assert.match(packet?.comments[0] ?? '', /^Missing before this packet: the handshake, 0 bytes/);
});

test('a full disk is reported once, and nothing is thrown at traffic', async () => {
  const errors: unknown[] = [];
  const file = await open('/dev/full', { onError: (error) => errors.push(error) });
  file.opened(FACTS, 1);
  for (let n = 0; n < 5; n++) {
    file.chunk('c1', 'SERVER', Buffer.from('a'), 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await file.close();
  assert.deepEqual(
    errors.map((error) => (error instanceof Error && 'code' in error ? error.code : error)),
    ['ENOSPC'],
  );
});

test('a connection that is not known is nothing to it', async () => {
  const path = join(directory, 'unknown.pcapng');
  const file = await open(path);
  file.chunk('c9', 'CLIENT', Buffer.from('a'), 1);
  file.closed('c9', { how: 'FIN' }, 1);
  await file.close();
  assert.deepEqual(readPackets(readFileSync(path)), []);
});
