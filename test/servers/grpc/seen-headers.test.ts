import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { seenOfHeaders } from '../../../src/servers/grpc/seen-headers.ts';
import { isSecret } from '../support.ts';

function seen(raw: readonly string[], neverIndexed: readonly string[] = []) {
  return seenOfHeaders({ raw, neverIndexed }, isSecret);
}

suite('what the header fields of a request tell', () => {
  test('the authority and the encodings', () => {
    const raw = [':authority', 'a:1', 'grpc-encoding', 'gzip', 'grpc-accept-encoding', 'identity,gzip'];
    const { authority, encoding, acceptEncoding } = seen(raw);
    assert.deepEqual(
      { authority, encoding, acceptEncoding },
      {
        ...{ authority: 'a:1', encoding: 'gzip', acceptEncoding: 'identity,gzip' },
      },
    );
  });

  test('without :authority the host is it, RFC 9113 §8.3.1', () => {
    assert.equal(seen(['host', 'b:2']).authority, 'b:2');
    assert.equal(seen([]).authority, undefined);
  });

  test('an authority that its client marks as secret stays one', () => {
    assert.equal(seen([':authority', 'a:1'], [':authority']).authority, undefined);
  });

  test('the attempt: the first one without a word, then as grpc-previous-rpc-attempts counts', () => {
    assert.equal(seen([]).attempt, 1);
    assert.equal(seen(['grpc-previous-rpc-attempts', '2']).attempt, 3);
    for (const none of ['-1', 'two', '1.5', '9'.repeat(10)]) {
      assert.equal(seen(['grpc-previous-rpc-attempts', none]).attempt, undefined, none);
    }
  });

  test('RFC 9113 §6.5.2: the size of the list is that of names, values and 32 for each field', () => {
    assert.equal(seen([]).headerListBytes, 0);
    // Node gives a character for each byte: two for "ü".
    const value = Buffer.from('ü').toString('latin1');
    assert.equal(seen(['x-a', '12', 'x-b', value]).headerListBytes, 3 + 2 + 32 + 3 + 2 + 32);
  });
});
