import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commentBytes } from '../../../src/formats/pcapng/comment.ts';

const text = (comment: string) => new TextDecoder().decode(commentBytes(comment));

test('lines and letters are as they are', () => {
  assert.equal(text('one\n\ttwo: ünï 中'), 'one\n\ttwo: ünï 中');
});

test('what a terminal would obey is not written', () => {
  assert.equal(text('a\x1b[31mb\u202ec\r'), 'a\ufffd[31mb\ufffdc\ufffd');
});

test('a long comment is cut between characters', () => {
  const cut = text('中'.repeat(2_000));
  assert.match(cut, /^中+…$/);
  assert.ok(commentBytes('中'.repeat(2_000)).length <= 4096);
  assert.equal(text('a'.repeat(4096)).length, 4096);
});
