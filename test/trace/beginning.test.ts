import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Beginning } from '../../src/trace/beginning.ts';
import type { Side } from '../../src/trace/event.ts';
import { clientHello } from '../support/client-hello.ts';
import { toBytes } from '../support/frames.ts';
import { assertSameHoweverSplit } from '../support/splits.ts';

/** What is known of a side when it has said all of `bytes`. */
function beginningOf(from: Side, bytes: Uint8Array) {
  const [known] = assertSameHoweverSplit(
    bytes,
    () => {
      const beginning = new Beginning(from);
      return (chunk) => {
        beginning.push(chunk);
        const { head, isSilent, firstBytes, clientHello: hello } = beginning;
        return [{ head: String.fromCharCode(...head), isSilent, kind: firstBytes.looksLike, hello }];
      };
    },
    (seen) => seen.slice(-1),
  );
  return known;
}

test('the first 24 bytes are kept, and no more', () => {
  const text = 'GET /abcdefghijklmnopqrstuvwxyz HTTP/1.1';
  assert.deepEqual(beginningOf('CLIENT', toBytes(text)), {
    ...{ head: text.slice(0, 24), isSilent: false, kind: 'HTTP1', hello: undefined },
  });
});

test('who has said nothing is silent', () => {
  const { head, isSilent, firstBytes, clientHello: hello } = new Beginning('SERVER');
  assert.deepEqual(
    [head.length, isSilent, firstBytes, hello],
    [0, true, { from: 'SERVER', looksLike: 'NOTHING' }, undefined],
  );
});

test('the ClientHello of a client is read, and not what a server says', () => {
  const hello = { sni: 'echo.sre', alpn: ['h2'] };
  assert.deepEqual(beginningOf('CLIENT', clientHello(hello))?.hello, hello);
  assert.deepEqual(beginningOf('SERVER', clientHello(hello))?.hello, undefined);
});
