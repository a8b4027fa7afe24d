import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { InnerListener } from '../../src/capture/inner.ts';
import { encodePrivateHeader, type InnerProtocol } from '../../src/capture/private-header.ts';
import type { ServerLeg } from '../../src/capture/server-leg.ts';
import type { ConnectionFacts } from '../../src/connection-facts.ts';
import { closeAll, closed, soon, text, track, until, watch } from './sockets.ts';

function factsOf(n: number): ConnectionFacts {
  const peer = { address: '198.51.100.7', port: n };
  return { id: `c${n}`, listener: 'http', peer, local: { address: '203.0.113.1', port: 8_080 }, openedAt: 1 };
}

interface Accepted {
  readonly socket: Socket;
  readonly facts: ConnectionFacts;
  readonly protocol: string;
}

const listeners: InnerListener[] = [];

async function listen(): Promise<{ inner: InnerListener; accepted: Accepted[] }> {
  const accepted: Accepted[] = [];
  const inner = new InnerListener(
    (socket, facts, protocol) => void accepted.push({ socket: track(socket), facts, protocol }),
    assert.ifError,
  );
  await inner.listen();
  listeners.push(inner);
  return { inner, accepted };
}

/** A leg, its header, and the place where both go: what a stranger would need to know, and partly does. */
async function spy(inner: InnerListener): Promise<{ path: string; header: Buffer }> {
  const leg = connectLeg(inner, factsOf(1), 'grpc');
  const header = headerOf(leg);
  const { path } = Reflect.get(inner, 'path');
  await once(leg, 'connect');
  return { path, header };
}

/** What waits in the socket to be written. */
function headerOf(leg: Socket): Buffer {
  const chunk: unknown = Reflect.get(leg, '_pendingData');
  assert.ok(Buffer.isBuffer(chunk), 'the header is written before the leg is connected');
  return Buffer.from(chunk);
}

async function stranger(path: string): Promise<Socket> {
  const socket = track(connect({ path }));
  await once(socket, 'connect');
  return socket;
}

/** The leg of a connection that comes alone. */
function connectLeg(inner: InnerListener, ...connection: [ConnectionFacts, InnerProtocol]): ServerLeg {
  const legs: ServerLeg[] = [];
  inner.connect(...connection, (leg) => legs.push(track(leg)));
  return legs[0] ?? assert.fail('it is opened at once');
}

describe('InnerListener', () => {
  afterEach(() => {
    for (const inner of listeners.splice(0)) inner.close();
    closeAll();
  });

  test('more connections in one turn than the queue of a listener has room for: all of them come', async () => {
    const { inner, accepted } = await listen();
    const errors: Error[] = [];
    for (let n = 0; n < 1_500; n++) {
      inner.connect(factsOf(n), 'grpc', (leg) => track(leg).on('error', (error) => errors.push(error)));
    }
    await until('all are accepted', () => accepted.length === 1_500 || errors.length > 0);
    assert.deepEqual(errors, []);
    assert.equal(new Set(accepted.map(({ facts }) => facts.id)).size, 1_500);
  });

  test('hands on the socket with its facts and protocol, and the bytes behind the header', async () => {
    const { inner, accepted } = await listen();
    const leg = connectLeg(inner, factsOf(7), 'h2c');
    leg.write('PRI * HTTP/2.0');
    await until('it is accepted', () => accepted.length === 1);
    assert.deepEqual(accepted[0]?.facts, factsOf(7));
    assert.equal(accepted[0]?.protocol, 'h2c');
    const [bytes] = await soon('the bytes', once(accepted[0]?.socket as Socket, 'data'));
    assert.equal(String(bytes), 'PRI * HTTP/2.0');
  });

  test('bytes that come later come too, both ways, and so does a FIN', async () => {
    const { inner, accepted } = await listen();
    const leg = connectLeg(inner, factsOf(1), 'grpc');
    const answers = watch(leg);
    await until('it is accepted', () => accepted.length === 1);
    const { socket } = accepted[0] as Accepted;
    const requests = watch(socket);
    leg.end('request');
    socket.end('answer');
    await until('both have ended', () => requests.end !== undefined && answers.end !== undefined);
    assert.deepEqual([text(requests), text(answers)], ['request', 'answer']);
  });

  test('a header that comes byte by byte, with the bytes behind it', async () => {
    const { inner, accepted } = await listen();
    const { path, header } = await spy(inner);
    await until('the leg is accepted', () => accepted.length === 1);
    const socket = await stranger(path);
    for (const byte of Buffer.concat([header, Buffer.from('behind')])) {
      socket.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until('it is accepted', () => accepted.length === 2);
    const seen = watch(accepted[1]?.socket as Socket);
    await until('the bytes are there', () => text(seen) === 'behind');
  });

  test('a header cut at any offset, and the rest with what is behind it', async () => {
    const { inner, accepted } = await listen();
    const { path, header } = await spy(inner);
    await until('the leg is accepted', () => accepted.length === 1);
    const all = Buffer.concat([header, Buffer.from('behind')]);
    for (const at of [1, 15, 16, 17, 40, header.length - 1, header.length, header.length + 1]) {
      const before = accepted.length;
      const socket = await stranger(path);
      socket.write(all.subarray(0, at));
      await new Promise((resolve) => setTimeout(resolve, 5));
      socket.write(all.subarray(at));
      await until('it is accepted', () => accepted.length === before + 1);
      const seen = watch(accepted[before]?.socket as Socket);
      await until('the bytes are there', () => text(seen) === 'behind');
    }
  });

  test('several connections at once keep their own facts and bytes', async () => {
    const { inner, accepted } = await listen();
    const count = 50;
    for (let n = 1; n <= count; n++) connectLeg(inner, factsOf(n), 'grpc').write(`from c${n}`);
    await until('all are accepted', () => accepted.length === count);
    const seen = accepted.map(({ socket, facts }) => ({ id: facts.id, seen: watch(socket) }));
    await until('all bytes are there', () => seen.every((each) => each.seen.bytes.length > 0));
    for (const each of seen) assert.equal(text(each.seen), `from ${each.id}`);
    assert.equal(new Set(seen.map(({ id }) => id)).size, count);
  });

  test('a server that does not read loses its socket when the front has closed, after it had a second', async () => {
    const { inner, accepted } = await listen();
    const leg = connectLeg(inner, factsOf(1), 'grpc');
    await until('it is accepted', () => accepted.length === 1);
    const socket = accepted[0]?.socket as Socket;
    socket.pause();
    leg.write(Buffer.alloc(1_000_000));
    leg.destroy();
    const started = performance.now();
    await closed(socket);
    assert.ok(performance.now() - started > 900);
  });

  test('a header with a wrong secret is refused', async () => {
    const { inner, accepted } = await listen();
    const { path } = await spy(inner);
    await until('the leg is accepted', () => accepted.length === 1);
    for (const secret of [Buffer.alloc(32), Buffer.alloc(0), Buffer.alloc(31, 1)]) {
      const socket = await stranger(path);
      socket.write(encodePrivateHeader({ facts: factsOf(1), protocol: 'grpc', secret }));
      await soon('the end', once(socket.resume(), 'end'));
    }
    assert.equal(accepted.length, 1);
  });

  test('what is no header is refused at once', async () => {
    const { inner, accepted } = await listen();
    const { path, header } = await spy(inner);
    await until('the leg is accepted', () => accepted.length === 1);
    const emptyRest = Buffer.from(header);
    emptyRest.writeUInt16BE(0, 14);
    for (const bytes of [Buffer.from('GET / HTTP/1.1\r\n\r\n'), emptyRest, Buffer.alloc(16)]) {
      const socket = await stranger(path);
      const started = performance.now();
      socket.write(bytes);
      await soon('the end', once(socket.resume(), 'close'));
      assert.ok(performance.now() - started < 900, 'well before the timeout');
    }
    assert.equal(accepted.length, 1);
  });

  test('a header that is cut by a FIN is refused, wherever it is cut', async () => {
    const { inner, accepted } = await listen();
    const { path, header } = await spy(inner);
    await until('the leg is accepted', () => accepted.length === 1);
    for (const at of [0, 1, 12, 15, 16, 17, header.length - 1]) {
      const socket = await stranger(path);
      socket.end(header.subarray(0, at));
      await soon('the end', once(socket.resume(), 'close'));
    }
    assert.equal(accepted.length, 1);
  });

  test('who takes longer than a second for the header is refused, and does not keep the process busy meanwhile', async () => {
    const { inner, accepted } = await listen();
    const { path, header } = await spy(inner);
    await until('the leg is accepted', () => accepted.length === 1);
    const silent = await stranger(path);
    const slow = await stranger(path);
    slow.write(header.subarray(0, 20));
    const started = performance.now();
    const cpu = process.cpuUsage();
    await soon('both ends', Promise.all([once(silent.resume(), 'close'), once(slow.resume(), 'close')]));
    const tookMs = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    assert.ok(tookMs > 900 && tookMs < 2_500, `${tookMs} ms`);
    assert.ok((user + system) / 1_000 < tookMs / 2, `${(user + system) / 1_000} ms of CPU in ${tookMs} ms`);
    assert.equal(accepted.length, 1);
  });

  test('a process that is held up for longer than that refuses nobody whose header has come meanwhile', async () => {
    const { inner, accepted } = await listen();
    const { header, path } = await spy(inner);
    await until('the first is handed on', () => accepted.length === 1);
    const slow = await stranger(path);
    await new Promise(setImmediate);
    slow.write(header);
    const heldUpUntil = performance.now() + 1_100;
    while (performance.now() < heldUpUntil);
    await until('the second is handed on', () => accepted.length === 2);
  });

  test('a stranger who resets does no harm', async () => {
    const { inner, accepted } = await listen();
    const { path, header } = await spy(inner);
    const socket = await stranger(path);
    socket.write(header.subarray(0, 10));
    socket.destroy();
    connectLeg(inner, factsOf(2), 'grpc');
    await until('the next is accepted', () => accepted.length === 2);
  });
});
