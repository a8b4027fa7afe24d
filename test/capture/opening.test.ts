import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { afterEach, before, describe, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { type Opened, type OpeningOptions, open } from '../../src/capture/opening.ts';
import { TlsTerminator } from '../../src/capture/tls.ts';
import type { ConnectionFacts } from '../../src/connection-facts.ts';
import { type Certificate, certificate } from '../support/certificates.ts';
import { closeAll, soon, tcpPair, text, track, until, watch } from './sockets.ts';

const FACTS: ConnectionFacts = {
  id: 'c1',
  listener: 'http',
  peer: { address: '10.1.2.3', port: 4_000 },
  local: { address: '10.0.0.1', port: 8_080 },
  openedAt: 0,
};
const SOURCE = { address: '192.0.2.1', port: 56_324 };
const DESTINATION = { address: '203.0.113.1', port: 443 };
const V1 = 'PROXY TCP4 192.0.2.1 203.0.113.1 56324 443\r\n';
const V2 = Buffer.from('0d0a0d0a000d0a515549540a2111000cc0000201cb007101dc0401bb', 'hex');
const LOCAL = Buffer.from('0d0a0d0a000d0a515549540a20000000', 'hex');
const REQUEST = 'GET / HTTP/1.1\r\n\r\n';

interface Opening {
  readonly far: Socket;
  readonly opened: Promise<Opened>;
  readonly hurry: () => void;
}

async function opening(options: Partial<OpeningOptions> = {}): Promise<Opening> {
  const { near, far } = await tcpPair();
  let hurry = () => {};
  const opened = new Promise<Opened>((resolve) => {
    const isProxy = (address: string) => address === '10.1.2.3';
    hurry = open(near, FACTS, { sniffMs: 5_000, isProxy, ...options }, (result) => {
      // It is left flowing, and a promise is heard a little later.
      if (result.kind === 'READY') result.client.pause();
      resolve(result);
    });
  });
  return { far, opened: soon('the decision', opened), hurry };
}

async function ready({ opened }: Opening): Promise<Opened & { kind: 'READY' }> {
  const result = await opened;
  assert.ok(result.kind === 'READY', JSON.stringify(result));
  return result;
}

async function refusal({ opened, far }: Opening): Promise<string> {
  const seen = watch(far);
  const result = await opened;
  assert.ok(result.kind === 'FAILED');
  assert.deepEqual([result.sniffed, result.end.how], [undefined, 'LOCAL']);
  await until('the proxy knows', () => seen.end !== undefined);
  assert.equal(seen.end, 'ECONNRESET');
  return result.end.error ?? '';
}

describe('open: PROXY protocol headers', () => {
  afterEach(closeAll);

  for (const [version, header] of [
    [1, Buffer.from(V1)],
    [2, V2],
  ] as const) {
    test(`version ${version}: source and destination, and the client's bytes behind it`, async () => {
      const one = await opening();
      one.far.write(Buffer.concat([header, Buffer.from(REQUEST)]));
      const { facts, first } = await ready(one);
      const proxyProtocol = { version, source: SOURCE, destination: DESTINATION };
      assert.deepEqual(facts, { ...FACTS, proxyProtocol });
      assert.deepEqual([first.sniffed, first.head.toString()], ['http/1.1', REQUEST]);
    });

    test(`version ${version}: byte by byte`, async () => {
      const one = await opening();
      for (const byte of Buffer.concat([header, Buffer.from(REQUEST)])) {
        one.far.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
      const { facts, first, client } = await ready(one);
      assert.deepEqual(facts.proxyProtocol?.source, SOURCE);
      const rest = watch(client);
      await until('the rest', () => first.head.toString() + text(rest) === REQUEST);
    });
  }

  test('§2.2 LOCAL: the addresses are those of the connection itself', async () => {
    const one = await opening();
    one.far.write(Buffer.concat([LOCAL, Buffer.from(REQUEST)]));
    const { facts } = await ready(one);
    assert.deepEqual(facts.proxyProtocol, { version: 2, source: FACTS.peer, destination: FACTS.local });
  });

  test('clear text without a header from a source that may send one', async () => {
    const one = await opening();
    one.far.write(REQUEST);
    const { facts, first } = await ready(one);
    assert.deepEqual(facts, FACTS);
    assert.deepEqual([first.sniffed, first.head.toString()], ['http/1.1', REQUEST]);
  });

  test('a header from a source that may not is handed on as it comes', async () => {
    const one = await opening({ isProxy: () => false });
    one.far.write(V1 + REQUEST);
    const { facts, first } = await ready(one);
    assert.deepEqual(facts, FACTS);
    assert.deepEqual([first.sniffed, first.head.toString()], ['unknown', V1 + REQUEST]);
  });

  test('malformed: the connection ends, and it says why', async () => {
    const one = await opening();
    one.far.write(`PROXY TCP4 nonsense\r\n${REQUEST}`);
    assert.match(await refusal(one), /^PROXY protocol header refused: version 1: "PROXY TCP4 nonsense", expected/);
  });

  test('a header that stops half-way, by silence or FIN', async () => {
    const silent = await opening({ sniffMs: 50 });
    silent.far.write(V2.subarray(0, 20));
    assert.equal(await refusal(silent), 'PROXY protocol header refused: it stops after 20 bytes');
    const ended = await opening();
    ended.far.end(V1.slice(0, 10));
    const result = await ended.opened;
    assert.ok(result.kind === 'FAILED');
    assert.equal(result.end.error, 'PROXY protocol header refused: it stops after 10 bytes');
  });

  test('silence waits once and not twice, and too little to tell is handed on', async () => {
    for (const said of ['', 'P', 'PROX']) {
      const one = await opening({ sniffMs: 50 });
      one.far.write(said);
      const { first } = await ready(one);
      assert.deepEqual([first.sniffed, first.head.toString()], [undefined, said]);
    }
  });

  test('a header, then silence: handed on', async () => {
    const one = await opening({ sniffMs: 50 });
    one.far.write(V2);
    const { facts, first } = await ready(one);
    assert.deepEqual([facts.proxyProtocol?.source, first.head.length], [SOURCE, 0]);
  });

  test('a header, then FIN: handed on, with the end', async () => {
    const one = await opening();
    one.far.end(V2);
    const { client } = await ready(one);
    const seen = watch(client);
    await until('the end', () => client.readableEnded || seen.end === 'FIN');
  });

  test('two headers: the second one is the client’s', async () => {
    const one = await opening();
    one.far.write(V1 + V1);
    const { first } = await ready(one);
    assert.equal(first.head.toString(), V1);
  });

  test('hurry() hands on who has said nothing, and ends who stopped in a header', async () => {
    const silent = await opening();
    silent.hurry();
    assert.equal((await ready(silent)).first.head.length, 0);
    const halfway = await opening();
    halfway.far.write(V1.slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 20));
    halfway.hurry();
    assert.match(await refusal(halfway), /it stops after 20 bytes$/);
  });
});

describe('open: TLS behind a PROXY protocol header', () => {
  let own: Certificate;
  before(async () => {
    own = await certificate('server');
  });
  afterEach(closeAll);

  for (const [name, header] of [
    ['version 1', Buffer.from(V1)],
    ['version 2', V2],
  ] as const) {
    test(name, async () => {
      const tls = new TlsTerminator({ certificate: own.cert, key: own.key }, ['h2']);
      const one = await opening({ tls });
      one.far.write(header);
      const client = track(connectTls({ socket: one.far, ca: own.cert, servername: 'localhost' }));
      client.write(REQUEST);
      const { facts, first } = await ready(one);
      assert.deepEqual(facts.proxyProtocol?.source, SOURCE);
      assert.deepEqual([facts.tls?.version, facts.tls?.sni], ['TLSv1.3', 'localhost']);
      assert.deepEqual([first.sniffed, first.head.toString()], ['http/1.1', REQUEST]);
    });
  }

  test('inside of TLS there is none', async () => {
    const tls = new TlsTerminator({ certificate: own.cert, key: own.key }, ['h2']);
    const one = await opening({ tls });
    const client = track(connectTls({ socket: one.far, ca: own.cert, servername: 'localhost' }));
    client.write(V1);
    const { facts, first } = await ready(one);
    assert.deepEqual([facts.proxyProtocol, first.sniffed, first.head.toString()], [undefined, 'unknown', V1]);
  });
});
