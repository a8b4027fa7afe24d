import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ResponseBlocks } from '../../../src/capture/injector/response-blocks.ts';
import { HpackDecoder } from '../../../src/wire/hpack/decoder.ts';
import { HpackEncoder } from '../../../src/wire/hpack/encoder.ts';

const FIELDS = [
  { name: ':status', value: '200' },
  { name: 'x-a', value: '1' },
];

/** A server, what becomes of its blocks, and a client that decodes what is left of them. */
function setUp() {
  const server = new HpackEncoder();
  const client = new HpackDecoder();
  const blocks = new ResponseBlocks();
  const block = (fields = FIELDS) => server.encode(fields);
  return {
    server,
    client,
    blocks,
    follow() {
      const bytes = block();
      blocks.follow(bytes);
      return decode(bytes);
    },
    pass() {
      const bytes = block();
      const passed = blocks.pass(bytes, blocks.read(bytes));
      return { isSame: passed === bytes, text: decode(passed) };
    },
    drop() {
      blocks.drop(blocks.read(block()));
    },
    decode,
  };

  function decode(bytes: Uint8Array): string {
    const { fields, error } = client.decode(bytes);
    return (
      error?.reason ?? fields.map(({ name, value, representation }) => `${name}=${value} ${representation}`).join()
    );
  }
}

describe('ResponseBlocks, RFC 7541 §2.2', () => {
  test('blocks are passed as they came while the client sees all of them', () => {
    const { pass } = setUp();
    assert.equal(pass().isSame, true);
    assert.deepEqual(pass(), { isSame: true, text: ':status=200 INDEXED,x-a=1 INDEXED' });
  });

  test('behind one that the client did not see, and that added to the table, they refer to no table', () => {
    const { pass, drop } = setUp();
    drop();
    assert.deepEqual(pass(), { isSame: false, text: ':status=200 INDEXED,x-a=1 LITERAL' });
  });

  test('one that changed no table changes nothing', () => {
    const { pass, drop } = setUp();
    pass();
    drop();
    assert.deepEqual(pass(), { isSame: true, text: ':status=200 INDEXED,x-a=1 INDEXED' });
  });

  test('what was followed is known later', () => {
    const { follow, drop, pass } = setUp();
    assert.match(follow(), /x-a=1 LITERAL_INDEXED/);
    assert.match(follow(), /x-a=1 INDEXED/);
    drop();
    assert.match(pass().text, /x-a=1 INDEXED/);
  });

  test('a table size update that the client did not see is told with the next block, RFC 7541 §4.2', () => {
    const { server, client, drop, pass } = setUp();
    server.setMaxTableSize(64);
    client.setMaxTableSize(64);
    drop();
    assert.deepEqual(pass(), { isSame: false, text: ':status=200 INDEXED,x-a=1 LITERAL' });
    assert.equal(client.maxTableSize, 64);
  });

  test('and with a block of ours', () => {
    const { server, client, blocks, drop, decode } = setUp();
    server.setMaxTableSize(0);
    client.setMaxTableSize(0);
    drop();
    assert.equal(decode(blocks.encode([{ name: 'x-b', value: '2' }])), 'x-b=2 LITERAL');
  });

  test('a field that must not be indexed by anybody stays so, RFC 7541 §7.1.3', () => {
    const { server, blocks, drop, decode } = setUp();
    drop();
    const secret = server.encode([{ name: 'x-s', value: '3', representation: 'NEVER_INDEXED' }]);
    assert.equal(decode(blocks.pass(secret, blocks.read(secret))), 'x-s=3 NEVER_INDEXED');
  });

  test('a block that cannot be read is passed as it came, and says so', () => {
    const blocks = new ResponseBlocks();
    const broken = Uint8Array.of(0xff);
    assert.equal(blocks.pass(broken, blocks.read(broken)), broken);
    assert.equal(blocks.isLost, true);
  });
});
