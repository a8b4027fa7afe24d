import assert from 'node:assert/strict';
import { connect as connectTcp, createServer } from 'node:net';
import { describe, test } from 'node:test';
import { connect } from 'node:tls';
import { ClientHelloReader, MAX_CLIENT_HELLO } from '../../../src/wire/tls/client-hello.ts';
import type { ClientHello } from '../../../src/wire/tls/parse-client-hello.ts';
import {
  clientHello,
  extension,
  helloBody,
  helloMessage,
  RFC_8448_HELLO,
  records,
  vector,
} from '../../support/client-hello.ts';
import { hex, join, toBytes } from '../../support/frames.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { assertSameHoweverSplit } from '../../support/splits.ts';

const H2 = { sni: 'echo.sre', alpn: ['h2', 'http/1.1'] };

/** What the reader makes of `bytes`, which must not depend on how they were cut. */
function read(bytes: Uint8Array): ClientHello | undefined {
  let last: ClientHello | undefined;
  const [whole] = assertSameHoweverSplit(
    bytes,
    () => {
      const reader = new ClientHelloReader();
      return (chunk) => {
        reader.push(chunk);
        last = reader.hello;
        return [last];
      };
    },
    (seen) => seen.slice(-1),
  );
  return whole;
}

describe('RFC 8446 §4.1.2: a ClientHello', () => {
  test('tells the name that it looks for, and what it would speak', () => {
    assert.deepEqual(read(clientHello(H2)), H2);
  });

  test('of RFC 8448 §3', () => {
    assert.equal(RFC_8448_HELLO.length, 5 + 0xc4);
    assert.deepEqual(read(RFC_8448_HELLO), { sni: 'server', alpn: [] });
  });

  test('of Node', async () => {
    assert.deepEqual(read(await helloOfNode({ servername: 'sre.example', ALPNProtocols: ['h2', 'x'] })), {
      sni: 'sre.example',
      alpn: ['h2', 'x'],
    });
    assert.deepEqual(read(await helloOfNode({ maxVersion: 'TLSv1.2' })), { alpn: [] });
  });

  test('§5.1: may come in records of any length, and with others behind it', () => {
    const message = helloMessage(helloBody(H2));
    for (const size of [1, 3, 4, 5, 50]) assert.deepEqual(read(records(message, size)), H2, `records of ${size}`);
    assert.deepEqual(read(join(records(message), hex('14 03 03 00 01 01'), toBytes('more'))), H2);
    assert.deepEqual(read(records(join(message, message))), H2);
  });

  test('that is not complete is none yet', () => {
    const whole = clientHello(H2);
    for (let length = 0; length < whole.length; length++) {
      const reader = new ClientHelloReader();
      reader.push(whole.subarray(0, length));
      assert.equal(reader.hello, undefined, `${length} of ${whole.length}`);
    }
  });
});

describe('what is none', () => {
  const message = helloMessage(helloBody(H2));
  for (const [what, bytes] of [
    ['another protocol', toBytes('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
    ['SSL 2, and records of no known version', join(hex('16 02 00'), vector(2, message))],
    ['another message', records(join(hex('02'), message.subarray(1)))],
    ['an empty message', records(hex('01 00 00 00'))],
    ['an empty record', join(hex('16 03 01 00 00'), records(message))],
    [
      'an alert between its records',
      join(records(message.subarray(0, 60)), hex('15 03 01 00 02 02 0a'), records(message)),
    ],
    ['a message that is cut short', records(helloMessage(helloBody(H2).subarray(0, -3)))],
  ] as const) {
    test(what, () => assert.equal(read(bytes), undefined));
  }
});

test('one that is longer than what is kept is not read, and one that is just as long is', () => {
  const padded = (length: number) => {
    const rest = helloBody({ extensions: extension(21, new Uint8Array(0)) }).length;
    return records(helloMessage(helloBody({ extensions: extension(21, new Uint8Array(length - rest)) })));
  };
  const reader = new ClientHelloReader();
  reader.push(padded(MAX_CLIENT_HELLO));
  assert.deepEqual(reader.hello, { alpn: [] });
  const other = new ClientHelloReader();
  other.push(padded(MAX_CLIENT_HELLO + 1));
  assert.equal(other.hello, undefined);
});

test('nothing that a peer sends makes it throw', () => {
  const random = seededRandom(8446);
  for (let n = 0; n < 3_000; n++) {
    const bytes = clientHello({ sni: random.text(random.int(20)), alpn: [random.text(random.int(20))] });
    for (let changed = random.int(8); changed >= 0; changed--) bytes[random.int(bytes.length)] = random.int(256);
    const reader = new ClientHelloReader();
    reader.push(bytes.subarray(0, random.int(bytes.length)));
    reader.push(bytes);
    reader.push(bytes);
  }
});

/** What a client of Node sends first. */
function helloOfNode(options: object): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (bytes) => {
        socket.destroy();
        server.close();
        resolve(bytes);
      });
    });
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const socket = connectTcp({ port, host: '127.0.0.1' });
      connect({ socket, ...options }).on('error', () => socket.destroy());
    });
  });
}
