import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AcceptedConnection, Front, type FrontOptions } from '../../src/capture/front.ts';
import { InnerListener } from '../../src/capture/inner.ts';
import type { ConnectionFacts } from '../../src/connection-facts.ts';
import type { Address } from '../../src/trace/event.ts';
import type { TransportEnd } from '../../src/trace/protocol-trace.ts';
import { createOpenFilter } from './open-filter.ts';
import { closeAll, closed, soon, text, track, until, watch } from './sockets.ts';

interface Running {
  readonly front: Front;
  readonly address: Address;
  readonly observed: AcceptedConnection[];
  readonly ends: TransportEnd[];
  /** At the servers. */
  readonly served: { readonly socket: Socket; readonly facts: ConnectionFacts; readonly protocol: string }[];
}

const running: { readonly front: Front; readonly inner: InnerListener }[] = [];

/** Where very many connections come at a time, they wait for their leg. */
function slowToConnect(inner: InnerListener): InnerListener {
  const slow: InnerListener = Object.create(inner);
  slow.connect = (...connection) => void setTimeout(() => inner.connect(...connection), 60);
  return slow;
}

async function start(
  overrides: Partial<FrontOptions> = {},
  wrapped = (inner: InnerListener) => inner,
): Promise<Running> {
  const served: Running['served'] = [];
  const observed: AcceptedConnection[] = [];
  const ends: TransportEnd[] = [];
  const inner = new InnerListener(
    (socket, facts, protocol) => void served.push({ socket: track(socket), facts, protocol }),
    assert.ifError,
  );
  await inner.listen();
  let lastId = 0;
  const front = new Front(wrapped(inner), {
    listener: 'http',
    host: '127.0.0.1',
    port: 0,
    route: (sniffed) => (sniffed === 'h2c' ? 'h2c' : 'http/1.1'),
    sniffMs: 5_000,
    halfClosedIdleMs: 5_000,
    nextId: () => `c${++lastId}`,
    observe: (connection) => {
      observed.push(connection);
      return { chunk() {}, end: (end) => void ends.push(end) };
    },
    filterFor: createOpenFilter,
    onError: assert.ifError,
    ...overrides,
  });
  running.push({ front, inner });
  const address = await front.listen();
  return { front, address, observed, ends, served };
}

function dial({ port }: Address, host = '127.0.0.1'): Socket {
  return track(connect({ port, host, allowHalfOpen: true }));
}

const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

describe('Front', () => {
  afterEach(() => {
    for (const { front, inner } of running.splice(0)) {
      front.close();
      inner.close();
    }
    closeAll();
  });

  test('tells observer and server the same facts: id, listener, peer, local and when it came', async () => {
    const { address, observed, served } = await start();
    const before = Date.now();
    const client = dial(address);
    client.write('GET / HTTP/1.1\r\n');
    await until('it is served', () => served.length === 1);
    const facts = {
      id: 'c1',
      listener: 'http',
      peer: { address: '127.0.0.1', port: client.localPort },
      local: { address: '127.0.0.1', port: address.port },
      openedAt: served[0]?.facts.openedAt ?? 0,
    };
    assert.ok(facts.openedAt >= before && facts.openedAt <= Date.now(), `${facts.openedAt}`);
    assert.deepEqual(observed, [{ facts, sniffed: 'http/1.1', protocol: 'http/1.1' }]);
    assert.deepEqual(served[0]?.facts, facts);
  });

  test('each connection has an id of its own, and its own bytes', async () => {
    const { address, served } = await start();
    for (let n = 0; n < 20; n++) dial(address).write(`GET /${n} HTTP/1.1\r\n\r\n`);
    await until('all are served', () => served.length === 20);
    assert.equal(new Set(served.map(({ facts }) => facts.id)).size, 20);
    const seen = served.map(({ socket }) => watch(socket));
    await until('all bytes are there', () => seen.every(({ bytes }) => bytes.length > 0));
    assert.equal(new Set(seen.map(text)).size, 20);
  });

  test('what a client says while it waits for its leg is not lost', async () => {
    const { address, served } = await start({}, slowToConnect);
    const client = dial(address);
    for (const piece of ['POST / HTTP/1.1\r\n', 'content-length: 4\r\n', '\r\n', 'body']) {
      client.write(piece);
      await sleep(10);
    }
    client.end();
    await until('it is served', () => served.length === 1);
    const atServer = watch((served[0] ?? assert.fail()).socket);
    await until('the end', () => atServer.end === 'FIN');
    assert.equal(text(atServer), 'POST / HTTP/1.1\r\ncontent-length: 4\r\n\r\nbody');
  });

  test('IPv6', { skip: hasIPv6 ? false : 'this machine has no IPv6' }, async () => {
    const { address, served } = await start({ host: '::1' });
    const client = dial(address, '::1');
    client.write('GET / HTTP/1.1\r\n');
    await until('it is served', () => served.length === 1);
    assert.deepEqual(served[0]?.facts.peer, { address: '::1', port: client.localPort });
  });

  test('who is silent for too long is handed on as undecided', async () => {
    const { address, observed, served } = await start({ sniffMs: 30 });
    dial(address);
    await until('it is served', () => served.length === 1);
    assert.deepEqual(
      observed.map(({ sniffed, protocol }) => [sniffed, protocol]),
      [[undefined, 'http/1.1']],
    );
  });

  test('the protocol is that of the route', async () => {
    const { address, served } = await start();
    dial(address).write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    await until('it is served', () => served.length === 1);
    assert.equal(served[0]?.protocol, 'h2c');
  });

  test('answers come back', async () => {
    const { address, served } = await start();
    const client = dial(address);
    client.write('GET / HTTP/1.1\r\n');
    await until('it is served', () => served.length === 1);
    served[0]?.socket.end('HTTP/1.1 200 OK\r\n\r\n');
    const seen = watch(client);
    await until('the end is there', () => seen.end !== undefined);
    assert.deepEqual([text(seen), seen.end], ['HTTP/1.1 200 OK\r\n\r\n', 'FIN']);
  });

  test('a client that resets before it says anything is observed from beginning to end', async () => {
    const { address, observed, ends } = await start();
    const client = dial(address);
    await until('it is connected', () => client.readyState === 'open');
    await sleep(20);
    client.resetAndDestroy();
    await until('it has ended', () => ends.length === 1);
    assert.deepEqual([observed.length, ends], [1, [{ endedBy: 'CLIENT', how: 'RST' }]]);
  });

  test('a port that is taken', async () => {
    const { address } = await start();
    await assert.rejects(start({ port: address.port }), { code: 'EADDRINUSE' });
  });
});

describe('Front: the end', () => {
  afterEach(() => {
    for (const { inner } of running.splice(0)) inner.close();
    closeAll();
  });

  test('connections that wait for their leg are joined, and have an end', async () => {
    let accepted = 0;
    const { front, address, ends, served } = await start({ nextId: () => `c${++accepted}` }, slowToConnect);
    for (let n = 0; n < 20; n++) dial(address);
    await until('all are accepted', () => accepted === 20);
    front.close();
    assert.equal(served.length, 0);
    await soon('all are joined', front.joined());
    await until('all are served', () => served.length === 20);
    await soon('all have ended', front.drained(0));
    assert.equal(ends.length, 20);
  });

  test('close() refuses new connections, keeps the open ones, and hands on who has said nothing', async () => {
    const { front, address, observed, served } = await start();
    const open = dial(address);
    open.write('GET / HTTP/1.1\r\n');
    dial(address);
    await until('one is served', () => served.length === 1);
    await sleep(20);
    front.close();
    await until('both are served', () => served.length === 2);
    assert.deepEqual(
      observed.map(({ sniffed }) => sniffed),
      ['http/1.1', undefined],
    );
    const late = watch(dial(address));
    await until('it is refused', () => late.end !== undefined);
    assert.equal(late.end, 'ECONNREFUSED');
    served[0]?.socket.write('still here');
    const seen = watch(open);
    await until('it is answered', () => text(seen) === 'still here');
    front.close();
    await front.drained(0);
  });

  test('drained() resolves when the last connection has ended and its observer knows', async () => {
    const { front, address, served, ends } = await start();
    dial(address).end('GET / HTTP/1.1\r\n');
    await until('it is served', () => served.length === 1);
    front.close();
    let isDrained = false;
    const drained = front.drained(5_000).then(() => {
      isDrained = true;
    });
    await sleep(20);
    assert.equal(isDrained, false);
    served[0]?.socket.end();
    served[0]?.socket.resume();
    await soon('the end', drained);
    assert.deepEqual(ends, [{ endedBy: 'CLIENT', how: 'FIN' }]);
  });

  test('drained() cuts what is left after its time', async () => {
    const { front, address, served, ends } = await start();
    const client = dial(address);
    client.write('GET / HTTP/1.1\r\n');
    await until('it is served', () => served.length === 1);
    const seen = watch(client);
    const isClosed = closed(client);
    front.close();
    await soon('the end', front.drained(20));
    await isClosed;
    assert.equal(seen.end, 'ECONNRESET');
    assert.deepEqual(ends, [{ how: 'LOCAL', error: 'cut by us: the server stops' }]);
  });

  test('drained() of a front without connections resolves at once', async () => {
    const { front } = await start();
    front.close();
    await soon('the end', front.drained(5_000), 500);
  });
});
