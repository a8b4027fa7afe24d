import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { ByteFilter, Wire } from '../../src/capture/byte-filter.ts';
import { splice } from '../../src/capture/splice.ts';
import type { Side } from '../../src/trace/event.ts';
import type { TransportEnd } from '../../src/trace/protocol-trace.ts';
import { closeAll, legPair, soon, tcpPair, text, until, watch } from './sockets.ts';

/** A splice with a filter that does as the test says, and what its observer was told. */
async function join(receive: (wire: Wire, from: Side, text: string) => void) {
  const client = await tcpPair();
  const server = await legPair({ allowHalfOpen: true });
  const told: string[] = [];
  const ends: TransportEnd[] = [];
  let isClosed = 0;
  let wire: Wire | undefined;
  const filter: ByteFilter = {
    attach(given) {
      wire = given;
    },
    receive: (from, chunk) => wire && receive(wire, from, Buffer.from(chunk).toString()),
    closed() {
      isClosed += 1;
    },
  };
  const observer = {
    chunk: (from: Side, chunk: Uint8Array) => void told.push(`${from} ${Buffer.from(chunk)}`),
    end: (end: TransportEnd) => void ends.push(end),
  };
  const options = { halfClosedIdleMs: 5_000, head: Buffer.alloc(0), filter };
  const { ended } = splice(client.near, server.near, observer, options);
  return {
    ...{ client: client.far, server: server.far, ended, told, ends },
    closed: () => isClosed,
  };
}

afterEach(closeAll);

describe('a filter between two sockets', () => {
  test('decides what passes; the trace has what the client said, and what it was told', async () => {
    const joined = await join((wire, from, text) => wire.pass(from, Buffer.from(`(${text})`)));
    const [atClient, atServer] = [watch(joined.client), watch(joined.server)];
    joined.client.write('ask');
    await until('the server has it', () => text(atServer) === '(ask)');
    joined.server.write('answer');
    await until('the client has it', () => text(atClient) === '(answer)');
    assert.deepEqual(joined.told, ['CLIENT ask', 'SERVER (answer)']);
    joined.client.end();
    joined.server.end();
    await soon('the end', joined.ended);
    assert.equal(joined.closed(), 1);
  });

  test('closes the connection behind what it passed, and nothing passes after that', async () => {
    const joined = await join((wire, from, text) => {
      wire.pass(from, Buffer.from(text));
      if (from === 'CLIENT') return;
      wire.end('FIN', 'as asked');
      wire.pass(from, Buffer.from('more'));
      wire.end('RST', 'again');
    });
    const atClient = watch(joined.client);
    joined.client.write('ask');
    joined.server.write('last words');
    await until('the client has read the end', () => atClient.end !== undefined);
    assert.deepEqual([text(atClient), atClient.end], ['last words', 'FIN']);
    joined.client.end();
    await soon('the end', joined.ended);
    assert.deepEqual(joined.ends, [{ endedBy: 'SERVER', how: 'FIN', error: 'as asked' }]);
    assert.deepEqual(joined.told.at(-1), 'SERVER last words');
  });

  test('a client that does not close is closed all the same', async () => {
    const joined = await join((wire) => wire.end('FIN', 'as asked'));
    joined.client.write('ask');
    await soon('the end', joined.ended);
    assert.equal(joined.ends[0]?.how, 'FIN');
  });

  test('resets the connection', async () => {
    const joined = await join((wire) => wire.end('RST', 'as asked'));
    const atClient = watch(joined.client);
    joined.client.write('ask');
    await until('the client has been reset', () => atClient.end !== undefined);
    assert.equal(atClient.end, 'ECONNRESET');
    await soon('the end', joined.ended);
    assert.deepEqual(joined.ends, [{ endedBy: 'SERVER', how: 'RST', error: 'as asked' }]);
  });
});
