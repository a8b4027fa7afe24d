import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  decodePrivateHeader,
  encodePrivateHeader,
  FIXED_BYTES,
  type PrivateHeader,
  restLength,
} from '../../src/capture/private-header.ts';
import type { ConnectionFacts } from '../../src/connection-facts.ts';
import { hex } from '../support/frames.ts';
import { mutate, seededRandom } from '../support/seeded-random.ts';

const FACTS: ConnectionFacts = {
  id: 'c17',
  listener: 'grpc',
  peer: { address: '198.51.100.7', port: 40_001 },
  local: { address: '203.0.113.1', port: 50_051 },
  openedAt: 1_800_000_000_123,
};

const TLS = {
  version: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  alpn: 'h2',
  sni: 'echo.example',
  clientCertificate: 'CN=ü',
};

function headerOf(facts: Partial<ConnectionFacts> = {}): PrivateHeader {
  return { facts: { ...FACTS, ...facts }, protocol: 'h2c', secret: Buffer.alloc(32, 0x5a) };
}

function roundTrip(facts: Partial<ConnectionFacts>): PrivateHeader | undefined {
  return decodePrivateHeader(encodePrivateHeader(headerOf(facts)));
}

describe('the private header', () => {
  test('is a PROXY protocol version 2 header, byte for byte', () => {
    const bytes = encodePrivateHeader(headerOf());
    const signature = '0d0a0d0a000d0a515549540a';
    const rest = 12 + (3 + 32) + (3 + 3) + (3 + 4) + (3 + 3) + (3 + 13);
    // §2.2: version 2 and PROXY; AF_INET and STREAM; the length of all that follows.
    assert.deepEqual(bytes.subarray(0, 16), Buffer.concat([hex(`${signature} 21 11`), Buffer.of(0, rest)]));
    assert.deepEqual(bytes.subarray(16, 28), Buffer.from(hex('c6336407 cb007101 9c41 c383')));
    assert.equal(bytes.length, FIXED_BYTES + rest);
    assert.equal(restLength(bytes.subarray(0, FIXED_BYTES)), rest);
  });

  test('IPv4', () => {
    assert.deepEqual(roundTrip({}), headerOf());
  });

  test('what the PROXY protocol told of the peer', () => {
    const source = { address: '192.0.2.9', port: 9 };
    const facts = { proxyProtocol: { version: 2, source, destination: { address: '192.0.2.1', port: 443 } } };
    assert.deepEqual(roundTrip(facts), headerOf(facts));
  });

  test('IPv6', () => {
    const facts = { peer: { address: '2001:db8::17', port: 1 }, local: { address: '::1', port: 65_535 } };
    assert.deepEqual(roundTrip(facts), headerOf(facts));
  });

  test('an IPv4 peer of an IPv6 socket is told as the IPv4 peer that it is', () => {
    const mapped = {
      peer: { address: '::ffff:198.51.100.7', port: 40_001 },
      local: { address: '::ffff:203.0.113.1', port: 50_051 },
    };
    assert.deepEqual(roundTrip(mapped), headerOf());
  });

  test('a scoped IPv6 address loses its scope, which the protocol has no place for', () => {
    const scoped = { peer: { address: 'fe80::1%eth0', port: 1 }, local: { address: 'fe80::2%eth0', port: 2 } };
    assert.deepEqual(roundTrip(scoped)?.facts.peer, { address: 'fe80::1', port: 1 });
  });

  test('TLS facts, all and some', () => {
    assert.deepEqual(roundTrip({ tls: TLS }), headerOf({ tls: TLS }));
    assert.deepEqual(roundTrip({ tls: { sni: 'a' } })?.facts.tls, { sni: 'a' });
  });

  test('what a client may make long is cut, so that the header is never too long', () => {
    const long = 'x'.repeat(100_000);
    const decoded = roundTrip({ tls: { ...TLS, sni: long, clientCertificate: long } });
    assert.equal(decoded?.facts.tls?.clientCertificate, 'x'.repeat(4_096));
    assert.equal(decoded?.facts.tls?.sni?.length, 4_096);
    assert.equal(decoded?.facts.id, 'c17');
  });

  test('only exactly one header is one', () => {
    const bytes = encodePrivateHeader(headerOf({ tls: TLS }));
    for (let length = 0; length < bytes.length; length++) {
      assert.equal(decodePrivateHeader(bytes.subarray(0, length)), undefined, `${length} of ${bytes.length} bytes`);
    }
    assert.equal(decodePrivateHeader(Buffer.concat([bytes, Buffer.of(0)])), undefined);
  });

  test('the length of the rest is told of 16 bytes with the signature, and of nothing else', () => {
    const bytes = encodePrivateHeader(headerOf());
    for (let length = 0; length < FIXED_BYTES; length++) assert.equal(restLength(bytes.subarray(0, length)), undefined);
    assert.equal(restLength(Buffer.from('GET / HTTP/1.1\r\n')), undefined);
    const empty = Buffer.from(bytes.subarray(0, FIXED_BYTES));
    empty.writeUInt16BE(0, 14);
    assert.equal(restLength(empty), undefined);
  });

  test('mutated bytes never throw, and give a header or none', () => {
    const random = seededRandom(2);
    const bytes = encodePrivateHeader(headerOf({ tls: TLS }));
    let refused = 0;
    for (let n = 0; n < 20_000; n++) {
      const header = decodePrivateHeader(Buffer.from(mutate(random, bytes)));
      if (header === undefined) refused++;
      else assert.equal(typeof header.facts.peer.address, 'string');
    }
    assert.ok(refused > 10_000, `${refused} of 20000 refused`);
  });
});
