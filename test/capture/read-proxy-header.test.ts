import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProxyHeader } from '../../src/capture/proxy-header.ts';
import { MAX_V2_BYTES } from '../../src/capture/proxy-v2.ts';
import { hasBegunProxyHeader, readProxyHeader } from '../../src/capture/read-proxy-header.ts';
import { mutate, seededRandom } from '../support/seeded-random.ts';

const SIGNATURE = '0d0a0d0a000d0a515549540a';
/** 192.0.2.1:56324 to 203.0.113.1:443. */
const IPV4 = 'c0000201cb007101dc0401bb';
const IPV6 = `20010db8${'00'.repeat(11)}0120010db8${'00'.repeat(11)}02dc0401bb`;
const BEHIND = Buffer.from('GET / HTTP/1.1\r\n');

/** Straight from §2.2: version and command, family and protocol, length, addresses, vectors. */
function v2(command: string, family: string, rest: string, length = rest.length / 2): Buffer {
  return Buffer.from(`${SIGNATURE}${command}${family}${length.toString(16).padStart(4, '0')}${rest}`, 'hex');
}

const v1 = (line: string) => Buffer.from(`${line}\r\n`, 'latin1');

/** However it is cut, and with something behind it: what it is, and only when it is whole. */
function read(header: Buffer): ProxyHeader | undefined {
  const whole = readProxyHeader(header);
  assert.deepEqual(readProxyHeader(Buffer.concat([header, BEHIND])), whole, 'with bytes behind it');
  for (let length = 0; length < header.length; length++) {
    const part = readProxyHeader(header.subarray(0, length));
    if (whole?.kind === 'HEADER') assert.equal(part, undefined, `${length} of ${header.length} bytes`);
  }
  return whole;
}

function addressesOf(header: Buffer): string {
  const found = read(header);
  assert.ok(found?.kind === 'HEADER', JSON.stringify(found));
  assert.equal(found.length, header.length);
  if (found.addresses === undefined) return 'none';
  const { source, destination } = found.addresses;
  return `${source.address} ${source.port} ${destination.address} ${destination.port}`;
}

function reasonOf(header: Buffer): string {
  const found = read(header);
  assert.ok(found?.kind === 'MALFORMED', JSON.stringify(found));
  return found.reason;
}

describe('PROXY protocol §2.1: version 1', () => {
  for (const [line, expected] of [
    ['PROXY TCP4 192.0.2.1 203.0.113.1 56324 443', '192.0.2.1 56324 203.0.113.1 443'],
    ['PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535', '255.255.255.255 65535 255.255.255.255 65535'],
    ['PROXY TCP4 0.0.0.0 0.0.0.0 0 0', '0.0.0.0 0 0.0.0.0 0'],
    ['PROXY TCP6 2001:db8::1 2001:DB8::2 56324 443', '2001:db8::1 56324 2001:db8::2 443'],
    ['PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2', '192.0.2.1 1 ::1 2'],
    [`PROXY TCP6 ${'ffff:f...f:ffff'.replace('f...f', 'ffff:ffff:ffff:ffff:ffff:ffff')} ::1 65535 65535`, undefined],
    ['PROXY UNKNOWN', 'none'],
    ['PROXY UNKNOWN ffff:: ffff:: 65535 65535', 'none'],
    ['PROXY UNKNOWN whatever it is', 'none'],
  ] as const) {
    test(line, () => {
      const expectedOr = expected ?? 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 ::1 65535';
      assert.equal(addressesOf(v1(line)), expectedOr);
    });
  }

  for (const line of [
    'PROXY TCP4',
    'PROXY TCP4 192.0.2.1 203.0.113.1 56324',
    'PROXY TCP4 192.0.2.1 203.0.113.1 56324 443 1',
    'PROXY TCP4 192.0.2.1  203.0.113.1 56324 443',
    'PROXY TCP4 192.0.2.1 203.0.113.1 56324 65536',
    'PROXY TCP4 192.0.2.1 203.0.113.1 056324 443',
    'PROXY TCP4 192.0.2.1 203.0.113.1 -1 443',
    'PROXY TCP4 192.0.2.1 203.0.113.1 0x1 443',
    'PROXY TCP4 192.0.2 203.0.113.1 56324 443',
    'PROXY TCP4 192.0.2.256 203.0.113.1 56324 443',
    'PROXY TCP4 ::1 ::1 1 2',
    'PROXY TCP6 192.0.2.1 203.0.113.1 56324 443',
    'PROXY TCP6 fe80::1%eth0 ::1 1 2',
    'PROXY UDP4 192.0.2.1 203.0.113.1 56324 443',
    'PROXY tcp4 192.0.2.1 203.0.113.1 56324 443',
    'PROXY  TCP4 192.0.2.1 203.0.113.1 56324 443',
    'PROXY \xff\x00\x1b',
    // What every object has a property for.
    'PROXY __proto__ a b 1 2',
    'PROXY toString a b 1 2',
  ]) {
    test(`malformed: ${JSON.stringify(line)}`, () => {
      assert.match(reasonOf(v1(line)), /^version 1: "PROXY .*", expected "PROXY TCP4\|TCP6 /);
    });
  }

  test('the line has no more than 107 bytes', () => {
    const longest = v1(`PROXY UNKNOWN ${'x'.repeat(91)}`);
    assert.equal(longest.length, 107);
    assert.equal(addressesOf(longest), 'none');
    assert.equal(readProxyHeader(longest.subarray(0, 106)), undefined);
    assert.match(reasonOf(v1(`PROXY UNKNOWN ${'x'.repeat(92)}`)), /no CRLF within 107 bytes/);
  });
});

describe('PROXY protocol §2.2: version 2', () => {
  const VECTORS = '01000268320400030102ff';
  for (const [name, header, expected] of [
    ['TCP over IPv4', v2('21', '11', IPV4), '192.0.2.1 56324 203.0.113.1 443'],
    ['TCP over IPv6', v2('21', '21', IPV6), '2001:db8::1 56324 2001:db8::2 443'],
    ['vectors are read over', v2('21', '11', IPV4 + VECTORS), '192.0.2.1 56324 203.0.113.1 443'],
    ['vectors that are none, too', v2('21', '11', `${IPV4}01ffff`), '192.0.2.1 56324 203.0.113.1 443'],
    ['UDP: the addresses are those of its client', v2('21', '12', IPV4), '192.0.2.1 56324 203.0.113.1 443'],
    ['AF_UNIX', v2('21', '31', '00'.repeat(216)), 'none'],
    ['AF_UNSPEC', v2('21', '00', ''), 'none'],
    ['AF_UNSPEC with bytes behind it', v2('21', '00', 'ff'.repeat(20)), 'none'],
    ['LOCAL', v2('20', '00', ''), 'none'],
    ['LOCAL with addresses, which are not to be used', v2('20', '11', IPV4), 'none'],
    ['LOCAL with a family and no addresses', v2('20', '11', ''), 'none'],
    [
      'the most that is taken',
      v2('21', '11', IPV4 + '00'.repeat(MAX_V2_BYTES - 16 - 12)),
      '192.0.2.1 56324 203.0.113.1 443',
    ],
  ] as const) {
    test(name, () => assert.equal(addressesOf(header), expected));
  }

  for (const [name, header, reason] of [
    ['version 1 in binary', v2('11', '11', IPV4), /version field says 1, expected 2/],
    ['version 3', v2('31', '11', IPV4), /version field says 3/],
    ['an unknown command', v2('22', '11', IPV4), /command 2, expected 0 \(LOCAL\) or 1 \(PROXY\)/],
    ['an unknown family', v2('21', '41', IPV4), /family and protocol 0x41/],
    ['an unknown protocol', v2('21', '13', IPV4), /family and protocol 0x13/],
    ['addresses cut short', v2('21', '11', IPV4.slice(2)), /length field says 11, and its addresses take 12 bytes/],
    ['no addresses', v2('21', '21', ''), /length field says 0, and its addresses take 36 bytes/],
    ['the longest', v2('21', '11', '', 0xffff), /65551 bytes, and no more than 16384 are taken/],
  ] as const) {
    test(`malformed: ${name}`, () => assert.match(reasonOf(header), reason));
  }

  test('a length that is too large is refused before its bytes come', () => {
    assert.equal(readProxyHeader(v2('21', '11', '', MAX_V2_BYTES))?.kind, 'MALFORMED');
  });
});

describe('readProxyHeader', () => {
  test('what begins in another way is no header, from the byte on that says so', () => {
    for (const [first, from] of [
      ['GET / HTTP/1.1', 1],
      ['POST / HTTP/1.1', 2],
      ['PRI * HTTP/2.0', 3],
      ['PROXIMA', 5],
      ['\r\n\r\nGET /', 5],
      ['\x16\x03\x01', 1],
    ] as const) {
      const bytes = Buffer.from(first, 'latin1');
      assert.equal(readProxyHeader(bytes.subarray(0, from - 1)), undefined, first);
      assert.deepEqual(readProxyHeader(bytes.subarray(0, from)), { kind: 'NONE' }, first);
    }
  });

  test('a header has begun with its signature', () => {
    assert.equal(hasBegunProxyHeader(Buffer.from('PROXY')), false);
    assert.equal(hasBegunProxyHeader(Buffer.from('PROXY ')), true);
    assert.equal(hasBegunProxyHeader(v2('21', '11', '').subarray(0, 11)), false);
    assert.equal(hasBegunProxyHeader(v2('21', '11', '').subarray(0, 12)), true);
  });

  test('whatever the bytes, it gives an answer that fits them, and never throws', () => {
    const random = seededRandom(7);
    const seeds = [
      v2('21', '11', IPV4),
      v2('21', '21', IPV6),
      v2('20', '00', ''),
      v1('PROXY TCP4 1.2.3.4 5.6.7.8 1 2'),
    ];
    for (let round = 0; round < 20_000; round++) {
      const bytes = Buffer.from(mutate(random, random.pick(seeds)));
      const found = readProxyHeader(bytes);
      if (found?.kind === 'HEADER') assert.ok(found.length <= bytes.length, bytes.toString('hex'));
      if (found === undefined) assert.ok(bytes.length < MAX_V2_BYTES);
    }
  });
});
