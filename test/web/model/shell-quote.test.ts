import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { shellQuote, shellQuoteBytes } from '../../../src/web/model/shell-quote.ts';

/** What bash makes of a word: all of it, byte by byte. */
function read(word: string): string {
  return execFileSync('bash', ['-c', `printf %s ${word}`]).toString('latin1');
}

const HOSTILE = [
  "it's",
  '$(id)',
  '`id`',
  '"; rm -rf / #',
  '$HOME $((1+1)) $[1]',
  'a\\b\\',
  'a\nb',
  '~ * ? [a] {a,b} !x !! & | < > ;',
  '-n',
  '=ls',
  "\u001b[201~\u001b]0;x\u0007'!\\",
  '\r\t\u007f',
  'zwölf 😀 日本',
  '\u202eevil\u202c',
  "''",
  '',
  '#a',
];

test('a shell reads what was written, whatever that is', () => {
  for (const text of HOSTILE) {
    assert.equal(read(shellQuote(text)), Buffer.from(text).toString('latin1'), JSON.stringify(text));
  }
});

test('bytes stay what they were, text or not', () => {
  const bytes = [...HOSTILE.map((text) => Buffer.from(text).toString('latin1')), '\xff\xfe', "a\x80'!\\7", '\xc3('];
  for (const text of bytes) assert.equal(read(shellQuoteBytes(text)), text, JSON.stringify(text));
});

test('nothing in a command is a terminal to obey', () => {
  for (const text of HOSTILE) assert.match(shellQuote(text), /^[ \p{L}\p{M}\p{N}\p{P}\p{S}]*$/u);
});

test('plain words stay plain, others are in single quotes', () => {
  assert.equal(shellQuote('localhost:50051'), 'localhost:50051');
  assert.equal(shellQuote('a b'), "'a b'");
  assert.equal(shellQuote("it's"), "'it'\\''s'");
  assert.equal(shellQuote('-x'), "'-x'");
  assert.equal(shellQuote('a\n1'), "$'a\\0121'");
});
