import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServerLeg } from '../../src/capture/server-leg.ts';
import { type Spliced, type SpliceObserver, splice } from '../../src/capture/splice.ts';
import type { Side } from '../../src/trace/event.ts';
import type { TransportEnd } from '../../src/trace/protocol-trace.ts';
import { createOpenFilter } from './open-filter.ts';
import { closeAll, closed, legPair, passThrough, soon, tcpPair, text, until, watch } from './sockets.ts';

const LONG_MS = 60_000;
const IDLE_MS = 150;

/** What was observed, and the two ends that are not ours. */
interface Joined {
  readonly client: Socket;
  readonly server: Socket;
  readonly spliced: Spliced;
  /** "CLIENT bytes" for each chunk. */
  readonly chunks: string[];
  readonly ends: TransportEnd[];
  readonly afterEnd: string[];
}

interface JoinOptions {
  readonly halfClosedIdleMs?: number;
  readonly head?: string;
  readonly observer?: Partial<SpliceObserver>;
  /** Of the server's own socket. */
  readonly allowHalfOpen?: boolean;
  /** Runs when the client is accepted, before it is joined to the server. */
  readonly before?: (accepted: Socket, client: Socket) => Promise<unknown>;
}

async function join({ before, observer, head = '', ...options }: JoinOptions = {}): Promise<Joined> {
  const client = await tcpPair();
  await before?.(client.near, client.far);
  const { allowHalfOpen = true, halfClosedIdleMs = LONG_MS } = options;
  const server = await legPair({ allowHalfOpen });
  const chunks: string[] = [];
  const ends: TransportEnd[] = [];
  const afterEnd: string[] = [];
  const recording: SpliceObserver = {
    chunk(from: Side, chunk: Uint8Array) {
      (ends.length > 0 ? afterEnd : chunks).push(`${from} ${Buffer.from(chunk).toString('latin1')}`);
      observer?.chunk?.(from, chunk);
    },
    end(end: TransportEnd) {
      ends.push(end);
    },
  };
  const spliced = splice(client.near, server.near, observer?.chunk === noRecord ? passThrough : recording, {
    halfClosedIdleMs,
    head: Buffer.from(head),
    filter: createOpenFilter(),
  });
  return { client: client.far, server: server.far, spliced, chunks, ends, afterEnd };
}

/** For large transfers: keeps nothing. */
function noRecord(): void {}

/** Both sockets of the splice are closed, its observer was told so once, and of nothing afterwards. */
async function assertEnded(joined: Joined, expected: TransportEnd): Promise<void> {
  await soon('the end', joined.spliced.ended);
  await sleep(5);
  assert.deepEqual(joined.ends, [expected]);
  assert.deepEqual(joined.afterEnd, []);
}

describe('splice: bytes', () => {
  afterEach(closeAll);

  test('pass both ways as they are, and are reported before they are forwarded', async () => {
    const order: string[] = [];
    const joined = await join({ observer: { chunk: (from) => order.push(`${from} reported`) } });
    joined.server.on('data', () => order.push('server got it'));
    joined.client.on('data', () => order.push('client got it'));
    joined.client.write('ping\0\xff');
    await until('it is there', () => order.includes('server got it'));
    joined.server.write('pong');
    await until('it is there', () => order.includes('client got it'));
    assert.deepEqual(order, ['CLIENT reported', 'server got it', 'SERVER reported', 'client got it']);
    assert.deepEqual(joined.chunks, [`CLIENT ${Buffer.from('ping\0\xff').toString('latin1')}`, 'SERVER pong']);
  });

  test('an observer sees the chunk itself, and forwarding does not wait for it', async () => {
    const joined = await join();
    const atServer = watch(joined.server);
    for (let n = 0; n < 100; n++) joined.client.write(`${n},`);
    await until('all is there', () => text(atServer).endsWith('99,'));
    assert.equal(joined.chunks.map((chunk) => chunk.slice('CLIENT '.length)).join(''), text(atServer));
  });

  test('the head that was read already goes first', async () => {
    const joined = await join({ head: 'PRI * ' });
    const atServer = watch(joined.server);
    joined.client.write('HTTP/2.0');
    await until('all is there', () => text(atServer) === 'PRI * HTTP/2.0');
    assert.deepEqual(joined.chunks, ['CLIENT PRI * ', 'CLIENT HTTP/2.0']);
  });

  test('small writes are not held back', async () => {
    const joined = await join();
    joined.server.on('data', (chunk: Buffer) => joined.server.write(chunk));
    joined.client.write('x');
    await once(joined.client, 'data');
    const started = performance.now();
    for (let n = 0; n < 20; n++) {
      joined.client.write('a');
      joined.client.write('b');
      await once(joined.client, 'data');
    }
    const tookMs = performance.now() - started;
    assert.ok(tookMs < 20 * 40, `20 round trips took ${tookMs} ms; Nagle's algorithm alone costs 40 ms each`);
  });
});

/** 50 MB that are nowhere the same. */
const BIG_CHUNKS = 800;
const BIG_CHUNK_BYTES = 64 * 1024;

function bigChunk(n: number): Buffer {
  const chunk = Buffer.alloc(BIG_CHUNK_BYTES, n);
  chunk.writeUInt32BE(n);
  return chunk;
}

/** Writes as fast as the socket takes it. @returns how much it took while nobody read */
async function writeAll(socket: Socket, count: number): Promise<string> {
  const hash = createHash('sha256');
  for (let n = 0; n < count; n++) {
    const chunk = bigChunk(n);
    hash.update(chunk);
    if (!socket.write(chunk)) await once(socket, 'drain');
  }
  socket.end();
  return hash.digest('hex');
}

/** @returns what was written when it has gone no further for a while */
async function stuck(source: Socket): Promise<number> {
  let last = -1;
  while (source.bytesWritten !== last) {
    last = source.bytesWritten;
    await sleep(200);
  }
  return last;
}

/** Not by iteration, which closes the other direction with the end of this one. */
async function readAll(socket: Socket): Promise<string> {
  const hash = createHash('sha256');
  socket.on('data', (chunk: Buffer) => hash.update(chunk)).resume();
  await once(socket, 'end');
  return hash.digest('hex');
}

describe('splice: back-pressure', () => {
  afterEach(closeAll);

  const directions: [string, (joined: Joined) => [source: Socket, target: Socket]][] = [
    ['from the client', ({ client, server }) => [client, server]],
    ['from the server', ({ client, server }) => [server, client]],
  ];
  for (const [name, ends] of directions) {
    test(`50 MB ${name} arrive, whole and in order`, async () => {
      const joined = await join({ observer: { chunk: noRecord } });
      const [source, target] = ends(joined);
      const [sent, received] = await soon('50 MB', Promise.all([writeAll(source, BIG_CHUNKS), readAll(target)]));
      assert.equal(received, sent);
    });

    test(`a reader that does not read stops the bytes ${name}, and gets all of them in the end`, async () => {
      const joined = await join({ observer: { chunk: noRecord } });
      const [source, target] = ends(joined);
      const before = process.memoryUsage();
      const sending = writeAll(source, BIG_CHUNKS);
      const stuckAt = await stuck(source);
      // What the kernel buffers is not ours to bound; all of it is far less than what is to be sent.
      assert.ok(stuckAt < 0.5 * BIG_CHUNKS * BIG_CHUNK_BYTES, `${stuckAt} bytes were taken`);
      const { arrayBuffers } = process.memoryUsage();
      assert.ok(
        arrayBuffers - before.arrayBuffers < 24 * 1024 * 1024,
        `${arrayBuffers - before.arrayBuffers} bytes are held`,
      );
      const [sent, received] = await soon('50 MB', Promise.all([sending, readAll(target)]));
      assert.equal(received, sent);
    });
  }
});

describe('splice: FIN', () => {
  afterEach(closeAll);

  test('of the client is FIN at the server, which can still answer', async () => {
    const joined = await join();
    const atServer = watch(joined.server);
    const atClient = watch(joined.client);
    joined.client.end('request');
    await until('the FIN is there', () => atServer.end !== undefined);
    assert.deepEqual([text(atServer), atServer.end], ['request', 'FIN']);
    joined.server.write('a long ');
    await sleep(20);
    joined.server.end('answer');
    await until('the FIN is there', () => atClient.end !== undefined);
    assert.deepEqual([text(atClient), atClient.end], ['a long answer', 'FIN']);
    await assertEnded(joined, { endedBy: 'CLIENT', how: 'FIN' });
  });

  test('of the server is FIN at the client, which can still send', async () => {
    const joined = await join();
    const atServer = watch(joined.server);
    const atClient = watch(joined.client);
    joined.server.end('answer');
    await until('the FIN is there', () => atClient.end !== undefined);
    joined.client.write('a long ');
    await sleep(20);
    joined.client.end('request');
    await until('the FIN is there', () => atServer.end !== undefined);
    assert.deepEqual([text(atClient), atClient.end], ['answer', 'FIN']);
    assert.deepEqual([text(atServer), atServer.end], ['a long request', 'FIN']);
    await assertEnded(joined, { endedBy: 'SERVER', how: 'FIN' });
  });

  test('that came before the splice is passed on', async () => {
    const joined = await join({
      head: 'PRI',
      before: async (accepted, client) => {
        client.end();
        await once(accepted.resume(), 'end');
      },
    });
    const atServer = watch(joined.server);
    await until('the FIN is there', () => atServer.end !== undefined);
    assert.deepEqual([text(atServer), atServer.end], ['PRI', 'FIN']);
    joined.server.end();
    await assertEnded(joined, { endedBy: 'CLIENT', how: 'FIN' });
  });

  test('of a client that has sent all does not lose what the server has not read yet', async () => {
    const joined = await join({ observer: { chunk: noRecord } });
    joined.server.pause();
    const sending = writeAll(joined.client, 3);
    joined.server.end();
    await once(joined.client.resume(), 'end');
    await sleep(50);
    const [sent, received] = await soon('all bytes', Promise.all([sending, readAll(joined.server)]));
    assert.equal(received, sent);
  });
});

describe('splice: RST', () => {
  afterEach(closeAll);

  test('of the client ends the connection to the server', async () => {
    const joined = await join();
    const atServer = watch(joined.server);
    joined.client.resetAndDestroy();
    await until('the end is there', () => atServer.end !== undefined);
    joined.server.end();
    await assertEnded(joined, { endedBy: 'CLIENT', how: 'RST', error: 'client: ECONNRESET' });
  });

  test('of the client in the middle of an answer frees the server', async () => {
    const joined = await join({ observer: { chunk: noRecord } });
    joined.client.pause();
    void writeAll(joined.server, BIG_CHUNKS).catch(() => undefined);
    await sleep(50);
    joined.client.resetAndDestroy();
    await closed(joined.server);
    await soon('the end', joined.spliced.ended);
  });

  test('that follows a FIN of the same side is what ended the connection', async () => {
    const joined = await join();
    joined.client.end('request');
    await once(joined.server.resume(), 'end');
    joined.client.destroy();
    await closed(joined.client);
    joined.server.write('the kernel of the client answers this with RST');
    await sleep(20);
    joined.server.write('and this finds it');
    await assertEnded(joined, { endedBy: 'CLIENT', how: 'RST', error: 'client: EPIPE' });
  });

  test('that came before the splice', async () => {
    const joined = await join({
      before: async (accepted, client) => {
        client.resetAndDestroy();
        await closed(accepted.resume());
      },
    });
    const atServer = watch(joined.server);
    await until('the end is there', () => atServer.end !== undefined);
    joined.server.end();
    await assertEnded(joined, { endedBy: 'CLIENT', how: 'RST' });
  });

  test('of a server that closes with bytes unread is RST at the client', async () => {
    const joined = await join();
    const atClient = watch(joined.client);
    joined.server.pause();
    joined.client.write(Buffer.alloc(1_000_000));
    await sleep(50);
    joined.server.destroy();
    await until('the end is there', () => atClient.end !== undefined);
    assert.equal(atClient.end, 'ECONNRESET');
    await assertEnded(joined, { endedBy: 'SERVER', how: 'RST', error: 'server: ECONNRESET' });
  });

  test('and never of a server that has read all', async () => {
    const joined = await join();
    const atClient = watch(joined.client);
    const atServer = watch(joined.server);
    joined.client.write('read');
    await until('it is read', () => text(atServer) === 'read');
    joined.server.destroy();
    await until('the end is there', () => atClient.end !== undefined);
    assert.equal(atClient.end, 'FIN');
    joined.client.end();
    await assertEnded(joined, { endedBy: 'SERVER', how: 'FIN' });
  });
});

describe('splice: last words', () => {
  afterEach(closeAll);

  test('of a server that closes are read by a client that goes on sending, which then gets RST', async () => {
    for (let round = 0; round < 20; round++) {
      const joined = await join({ observer: { chunk: noRecord } });
      const atClient = watch(joined.client);
      joined.server.resume();
      const sending = setInterval(() => joined.client.write('more and more'), 1);
      await sleep(5);
      joined.server.end('GOAWAY ENHANCE_YOUR_CALM');
      joined.server.destroySoon();
      await until('the words are there', () => text(atClient) === 'GOAWAY ENHANCE_YOUR_CALM');
      await closed(joined.client);
      clearInterval(sending);
      await soon('the end', joined.spliced.ended);
    }
  });

  test('are read also by a client that was not read for a while', async () => {
    const joined = await join({ observer: { chunk: noRecord } });
    joined.client.pause();
    const words = Buffer.alloc(1_000_000, 'w');
    joined.server.end(words);
    joined.server.resume();
    await sleep(50);
    joined.client.write('more');
    await sleep(50);
    const atClient = watch(joined.client);
    await until('the words are there', () => atClient.end !== undefined);
    assert.equal(text(atClient).length, words.length);
  });
});

describe('splice: the idle bound of a half-closed connection', () => {
  afterEach(closeAll);

  const ends: [string, (joined: Joined) => Socket, string][] = [
    ['client', ({ client }) => client, 'half-closed by the client, then no byte for 0.15 s: cut by us'],
    ['server', ({ server }) => server, 'half-closed by the server, then no byte for 0.15 s: cut by us'],
  ];
  for (const [name, who, error] of ends) {
    test(`cuts and frees both sides when the ${name} has sent FIN and nothing passes`, async () => {
      const joined = await join({ halfClosedIdleMs: IDLE_MS });
      const atClient = watch(joined.client);
      const atServer = watch(joined.server);
      const started = performance.now();
      who(joined).end();
      await assertEnded(joined, { how: 'LOCAL', error });
      assert.ok(performance.now() - started > IDLE_MS - 20, 'not before');
      await until('both know', () => atClient.end !== undefined && atServer.end !== undefined);
      if (name === 'client') assert.equal(atClient.end, 'ECONNRESET');
    });
  }

  test('is counted from the last byte that passed', async () => {
    const joined = await join({ halfClosedIdleMs: IDLE_MS });
    const atClient = watch(joined.client);
    joined.client.end();
    for (let n = 0; n < 8; n++) {
      await sleep(IDLE_MS / 3);
      joined.server.write(`${n}`);
    }
    await until('all is there', () => text(atClient) === '01234567');
    assert.deepEqual(joined.ends, []);
    await soon('the end', joined.spliced.ended);
  });

  test('does not concern a connection that nobody has closed', async () => {
    const joined = await join({ halfClosedIdleMs: 20 });
    await sleep(100);
    joined.client.write('still here');
    await once(joined.server, 'data');
    assert.deepEqual(joined.ends, []);
  });

  test('frees a client that does not read the last words of a server that is gone', async () => {
    const joined = await join({ halfClosedIdleMs: IDLE_MS, observer: { chunk: noRecord } });
    joined.client.pause();
    void writeAll(joined.server, BIG_CHUNKS).catch(() => undefined);
    await sleep(50);
    joined.server.destroy();
    joined.client.write('this finds that the server is gone');
    await soon('the end', joined.spliced.ended);
  });

  test('frees a server that does not read the rest of what a client sent that is gone', async () => {
    const joined = await join({ halfClosedIdleMs: IDLE_MS, observer: { chunk: noRecord } });
    joined.server.pause();
    void writeAll(joined.client, BIG_CHUNKS).catch(() => undefined);
    joined.server.end();
    joined.client.resume();
    await sleep(50);
    joined.client.end();
    await soon('the end', joined.spliced.ended);
  });
});

describe('splice: the idle bound of a server that does not read', () => {
  afterEach(closeAll);

  test('cuts a connection on which nothing passes, whether its client is there or not', async () => {
    const joined = await join({ halfClosedIdleMs: IDLE_MS, observer: { chunk: noRecord } });
    joined.server.pause();
    void writeAll(joined.client, BIG_CHUNKS).catch(() => undefined);
    await stuck(joined.client);
    joined.client.destroy();
    await soon('the end', joined.spliced.ended);
  });

  test('says so', async () => {
    const joined = await join({ halfClosedIdleMs: IDLE_MS });
    joined.server.pause();
    joined.client.write(Buffer.alloc(8_000_000));
    const atClient = watch(joined.client);
    await soon('the end', joined.spliced.ended);
    assert.deepEqual(joined.ends, [{ how: 'LOCAL', error: 'the server has not read for 0.15 s: cut by us' }]);
    await until('the client knows', () => atClient.end === 'ECONNRESET');
  });

  test('does not concern a server that waits for a client that does not read', async () => {
    const joined = await join({ halfClosedIdleMs: IDLE_MS, observer: { chunk: noRecord } });
    for (const socket of [joined.client, joined.server]) socket.pause();
    const sending = Promise.all([writeAll(joined.client, BIG_CHUNKS), writeAll(joined.server, BIG_CHUNKS)]);
    await stuck(joined.client);
    await sleep(3 * IDLE_MS);
    const [sent, received] = await soon(
      '50 MB',
      Promise.all([sending, readAll(joined.server), readAll(joined.client)]).then(([both, atServer, atClient]) => [
        both,
        [atServer, atClient],
      ]),
    );
    assert.deepEqual(received, sent);
  });
});

describe('splice: cut', () => {
  afterEach(closeAll);

  test('ends both at once, with RST to the client and the reason to the observer', async () => {
    const joined = await join();
    const atClient = watch(joined.client);
    const atServer = watch(joined.server);
    joined.client.write('x');
    await once(joined.server, 'data');
    joined.spliced.cut('the server stops');
    joined.server.end();
    await assertEnded(joined, { how: 'LOCAL', error: 'the server stops' });
    await until('both know', () => atClient.end !== undefined && atServer.end !== undefined);
    assert.equal(atClient.end, 'ECONNRESET');
  });

  test('a server that cannot be reached resets the client', async () => {
    const { near, far } = await tcpPair();
    const leg = new ServerLeg();
    leg.connect({ path: '\0nobody-listens-here' });
    const ends: TransportEnd[] = [];
    const atClient = watch(far);
    const observer: SpliceObserver = { chunk() {}, end: (end) => ends.push(end) };
    const options = { halfClosedIdleMs: LONG_MS, head: Buffer.from('GET / '), filter: createOpenFilter() };
    const spliced = splice(near, leg, observer, options);
    await soon('the end', spliced.ended);
    await until('the client knows', () => atClient.end !== undefined);
    assert.deepEqual(ends, [{ how: 'LOCAL', error: 'no connection to our own server: ECONNREFUSED' }]);
    assert.equal(atClient.end, 'ECONNRESET');
  });
});
