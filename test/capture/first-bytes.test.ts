import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, test } from 'node:test';
import { type FirstBytes, readFirstBytes } from '../../src/capture/first-bytes.ts';
import { PREFACE } from '../../src/wire/http2/preface.ts';
import { closeAll, soon, tcpPair, until } from './sockets.ts';

const LONG_MS = 5_000;

/** All that was decided, in order; and what came behind the decision to who listens from then on. */
interface Decisions {
  readonly first: FirstBytes[];
  readonly later: Buffer[];
  readonly decide: () => void;
}

function read(socket: Socket, waitMs: number): Decisions {
  const first: FirstBytes[] = [];
  const later: Buffer[] = [];
  const decide = readFirstBytes(socket, waitMs, (each) => {
    first.push(each);
    socket.on('data', (chunk: Buffer) => later.push(chunk));
  });
  return { first, later, decide };
}

function summary({ first }: Decisions): string[] {
  return first.map(({ sniffed, head }) => `${sniffed}: ${JSON.stringify(head.toString('latin1'))}`);
}

describe('readFirstBytes', () => {
  afterEach(closeAll);

  test('decides in the tick in which the deciding byte comes, so that nothing is missed', async () => {
    const { near, far } = await tcpPair();
    let decided = 0;
    readFirstBytes(near, LONG_MS, () => decided++);
    const inTheSameTick = new Promise<number>((resolve) => near.on('data', () => resolve(decided)));
    far.write('GET / HTTP/1.1\r\n');
    assert.equal(await soon('the bytes', inTheSameTick), 1);
  });

  test('the head and what is read later are together what the client sent, however it is cut', async () => {
    const sent = Buffer.concat([PREFACE, Buffer.from('behind it')]);
    for (const at of [1, 3, 23, 24, 25]) {
      const { near, far } = await tcpPair();
      const decisions = read(near, LONG_MS);
      far.write(sent.subarray(0, at));
      await once(near, 'data');
      assert.equal(decisions.first.length, at < PREFACE.length ? 0 : 1, `after ${at} bytes`);
      far.write(sent.subarray(at));
      await until('all is there', () => {
        const head = decisions.first[0]?.head ?? Buffer.alloc(0);
        return Buffer.concat([head, ...decisions.later]).equals(sent);
      });
      assert.equal(decisions.first[0]?.sniffed, 'h2c');
    }
  });

  test('byte by byte', async () => {
    const { near, far } = await tcpPair();
    const decisions = read(near, LONG_MS);
    for (const byte of Buffer.from('POST /')) {
      far.write(Buffer.of(byte));
      await once(near, 'data');
    }
    assert.deepEqual(summary(decisions), ['http/1.1: "POST "']);
    assert.equal(Buffer.concat(decisions.later).toString(), '/');
  });

  test('a client that is silent is undecided after the wait, once', async () => {
    const { near, far } = await tcpPair();
    const decisions = read(near, 20);
    await until('the wait is over', () => decisions.first.length > 0);
    far.write('GET / ');
    await until('the bytes are there', () => decisions.later.length > 0);
    assert.deepEqual(summary(decisions), ['undefined: ""']);
  });

  test('a client that stops in the middle of its preface is undecided with what it said', async () => {
    const { near, far } = await tcpPair();
    const decisions = read(near, 50);
    far.write('PRI * HT');
    await until('the wait is over', () => decisions.first.length > 0);
    assert.deepEqual(summary(decisions), ['undefined: "PRI * HT"']);
  });

  test('a FIN before a decision decides at once', async () => {
    const { near, far } = await tcpPair();
    const decisions = read(near, LONG_MS);
    far.end('PRI * HT');
    await until('the FIN is there', () => decisions.first.length > 0);
    assert.deepEqual(summary(decisions), ['undefined: "PRI * HT"']);
    assert.equal(near.readableEnded, true);
  });

  test('a RST before a decision decides at once', async () => {
    const { near, far } = await tcpPair();
    const decisions = read(near, LONG_MS);
    far.resetAndDestroy();
    await until('the RST is there', () => decisions.first.length > 0);
    assert.deepEqual(summary(decisions), ['undefined: ""']);
    assert.equal(near.closed, true);
  });

  test('what it returned ends the wait, and does nothing afterwards', async () => {
    const { near } = await tcpPair();
    const decisions = read(near, LONG_MS);
    decisions.decide();
    decisions.decide();
    near.destroy();
    await once(near, 'close');
    assert.deepEqual(summary(decisions), ['undefined: ""']);
  });
});
