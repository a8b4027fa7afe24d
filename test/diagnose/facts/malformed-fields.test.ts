import assert from 'node:assert/strict';
import { test } from 'node:test';
import { malformedRequest } from '../../../src/diagnose/facts/malformed-fields.ts';
import type { HeaderField } from '../../../src/trace/event.ts';

type Pairs = readonly (readonly [string, string])[];

const PSEUDO: Pairs = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':path', '/'],
];
const GET: Pairs = [...PSEUDO, [':authority', 'example.com']];

function fieldsOf(pairs: Pairs): HeaderField[] {
  return pairs.map(([name, value]) => ({ name, value, representation: 'LITERAL', index: 0 }));
}

function mistake(pairs: Pairs): string | undefined {
  return malformedRequest({ fields: fieldsOf(pairs) });
}

for (const [pairs, expected] of [
  [[...GET, ['connection', 'close']], 'the field "connection" (RFC 9113 §8.2.2)'],
  [[...GET, ['keep-alive', 'timeout=5']], 'the field "keep-alive" (RFC 9113 §8.2.2)'],
  [[...GET, ['proxy-connection', 'x']], 'the field "proxy-connection" (RFC 9113 §8.2.2)'],
  [[...GET, ['transfer-encoding', 'chunked']], 'the field "transfer-encoding" (RFC 9113 §8.2.2)'],
  [[...GET, ['upgrade', 'h2c']], 'the field "upgrade" (RFC 9113 §8.2.2)'],
  [[...GET, ['te', 'gzip, trailers']], 'te with another value than "trailers" (RFC 9113 §8.2.2)'],
  [[...GET, ['User-Agent', 'x']], 'the field name "User-Agent": upper case (RFC 9113 §8.2.1)'],
  [[...GET, ['a b', 'x']], 'the field name "a b": a character that no name may have (RFC 9113 §8.2.1)'],
  [[...GET, ['', 'x']], 'the field name "": it is empty (RFC 9113 §8.2.1)'],
  [[...GET, ['a', ' x']], 'a value of "a" with a byte that no value may have there (RFC 9113 §8.2.1)'],
  [[...GET, ['a', 'x\r\ny: z']], 'a value of "a" with a byte that no value may have there (RFC 9113 §8.2.1)'],
  [[...PSEUDO, ['a', 'b'], [':authority', 'h']], ':authority behind a regular field (RFC 9113 §8.3)'],
  [[...GET, [':path', '/b']], ':path twice (RFC 9113 §8.3)'],
  [[...GET, [':status', '200']], 'the pseudo-header field ":status", which no request has (RFC 9113 §8.3)'],
  [
    [
      [':scheme', 'http'],
      [':path', '/'],
    ],
    'no :method (RFC 9113 §8.3.1)',
  ],
  [
    [
      [':method', 'GET'],
      [':path', '/'],
    ],
    'no :scheme (RFC 9113 §8.3.1)',
  ],
  [
    [
      [':method', 'GET'],
      [':scheme', 'http'],
    ],
    'no :path (RFC 9113 §8.3.1)',
  ],
  [
    [
      [':method', 'GET'],
      [':scheme', 'http'],
      [':path', ''],
      [':authority', 'h'],
    ],
    'an empty :path (RFC 9113 §8.3.1)',
  ],
  [PSEUDO, 'neither :authority nor host (RFC 9113 §8.3.1)'],
  [[...GET, ['host', 'other.example']], 'a host that is another than :authority (RFC 9113 §8.3.1)'],
] as const) {
  test(`malformed: ${expected}`, () => {
    assert.equal(mistake(pairs), expected);
  });
}

test('silent: what may be there', () => {
  for (const more of [
    [],
    [['te', 'trailers']],
    [['te', 'Trailers']],
    [['host', 'EXAMPLE.com:443']],
    [
      ['cookie', 'a=b'],
      ['cookie', 'c=d'],
    ],
    [['upgrade-insecure-requests', '1']],
    [['a', 'b c\t\xe9']],
    [['a', '']],
  ] as const) {
    assert.equal(mistake([...GET, ...more]), undefined);
  }
  assert.equal(mistake([...PSEUDO, ['host', 'only.example']]), undefined);
  assert.equal(
    mistake([
      [':method', 'CONNECT'],
      [':authority', 'h:443'],
    ]),
    undefined,
  );
  const webSocket: Pairs = [
    [':method', 'CONNECT'],
    [':protocol', 'websocket'],
    [':scheme', 'https'],
    [':path', '/'],
    [':authority', 'h'],
  ];
  assert.equal(mistake(webSocket), undefined);
});

test('of a list that is not whole, nothing is missed; and a secret value is not judged', () => {
  assert.equal(malformedRequest({ fields: fieldsOf([[':method', 'GET']]), incomplete: 'too long' }), undefined);
  const secret: HeaderField = { name: 'te', value: '', redacted: true, representation: 'LITERAL', index: 0 };
  assert.equal(malformedRequest({ fields: [...fieldsOf(GET), secret] }), undefined);
});
