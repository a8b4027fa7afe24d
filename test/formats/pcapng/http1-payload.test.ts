import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Http1Writer } from '../../../src/formats/pcapng/http1-payload.ts';
import type { Http1, Http1Field } from '../../../src/trace/event.ts';

function field(name: string, value: string, redacted = false): Http1Field {
  return { name, value, redacted };
}

/** Zeros as dots. */
function textOf(...events: readonly Partial<Http1>[]): string {
  const writer = new Http1Writer();
  const base = { from: 'CLIENT', stage: 'HEAD', index: 0, startLine: 'POST / HTTP/1.1' } as const;
  const payloads = events.flatMap((event) => writer.write({ ...base, ...event }));
  return payloads.map(({ bytes, zeros = 0 }) => Buffer.from(bytes).toString('latin1') + '.'.repeat(zeros)).join('');
}

test('a head in wire order and case, secrets as [redacted]', () => {
  const fields = [field('Host', 'a'), field('COOKIE', '', true), field('x-é', 'é')];
  assert.equal(textOf({ fields }), 'POST / HTTP/1.1\r\nHost: a\r\nCOOKIE: [redacted]\r\nx-é: é\r\n\r\n');
});

test('a body of known length: as many zeros', () => {
  const fields = [field('content-length', '5')];
  const text = textOf({ fields }, { stage: 'END', bodyLength: 5 });
  assert.equal(text, 'POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\n.....');
});

test('RFC 9112 §7.1: a chunked body is one chunk, with its trailers', () => {
  const fields = [field('Transfer-Encoding', 'gzip, chunked')];
  const text = textOf({ fields }, { stage: 'END', bodyLength: 18, trailers: [field('X-Sum', '1')] });
  assert.equal(text.split('\r\n\r\n').slice(1).join('|'), '12\r\n..................\r\n0\r\nX-Sum: 1|');
});

test('a chunked body of no bytes has its end', () => {
  const fields = [field('transfer-encoding', 'chunked')];
  assert.match(textOf({ fields }, { stage: 'END', bodyLength: 0 }), /\r\n\r\n0\r\n\r\n$/);
});

test('a body whose head is not known has no place', () => {
  assert.equal(textOf({ stage: 'END', bodyLength: 5 }), '');
});
