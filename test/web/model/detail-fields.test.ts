import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeaderField } from '../../../src/trace/event.ts';
import { headerTable } from '../../../src/web/model/detail-fields.ts';
import type { FieldRow } from '../../../src/web/model/detail-node.ts';
import { field, headers, redactedField } from '../../support/events.ts';

function row(one: HeaderField): FieldRow | undefined {
  return headerTable(headers('REQUEST', [one])).rows[0];
}

test('how HPACK carried it, and from which table', () => {
  const how = (one: HeaderField) => [row(one)?.representation, row(one)?.index, row(one)?.representationSpec];
  assert.deepEqual(how(field('a', 'b', 'INDEXED', 3)), ['indexed', '3 static', 'RFC 7541 §6.1']);
  assert.deepEqual(how(field('a', 'b', 'INDEXED', 62)), ['indexed', '62 dynamic', 'RFC 7541 §6.1']);
  assert.deepEqual(how(field('a', 'b', 'LITERAL_INDEXED', 63)), [
    'literal, indexed',
    'name 63 dynamic',
    'RFC 7541 §6.2.1',
  ]);
  assert.deepEqual(how(field('a', 'b', 'LITERAL', 0)), ['literal', 'new name', 'RFC 7541 §6.2.2']);
  assert.deepEqual(how(field('a', 'b', 'NEVER_INDEXED', 31)), ['never indexed', 'name 31 static', 'RFC 7541 §6.2.3']);
});

test('a redacted value says why it is not there', () => {
  const why = (one: HeaderField) => row(one)?.redacted ?? '';
  assert.match(why(redactedField('authorization')), /credentials/);
  assert.match(why(redactedField('x-token')), /never indexed, RFC 7541 §7\.1\.3/);
  assert.match(why({ ...field('x-user', ''), redacted: true }), /redaction list/);
  assert.equal(row(redactedField('cookie'))?.value, 'redacted');
  assert.equal(row(redactedField('cookie'))?.term.short, 'header:cookie');
});

test('well-known fields are explained', () => {
  const means = (name: string, value: string) => row(field(name, value))?.meaning;
  assert.equal(means('grpc-status', '14'), 'UNAVAILABLE: nobody could answer: worth a retry with backoff');
  assert.equal(means('grpc-timeout', '1500m'), '1.5 s');
  assert.equal(means('grpc-timeout', '5x'), 'not of the form: digits and one of H M S m u n');
  assert.equal(means('grpc-message', 'a%20b%0a%E2%82%AC'), 'reads: a b\\n€');
  assert.equal(means('content-type', 'application/grpc+proto'), 'gRPC, messages as proto');
  assert.equal(means('content-type', 'application/grpc'), 'gRPC, messages as proto');
  assert.equal(means('content-type', 'application/grpc-web'), 'gRPC-Web');
  assert.equal(means(':status', '503'), 'Service Unavailable: gRPC clients make UNAVAILABLE of it');
  assert.match(means('traceparent', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`) ?? '', /, sampled$/);
  assert.match(means('x-any-bin', 'AAE=') ?? '', /binary metadata/);
  assert.equal(means('x-any', 'AAE='), undefined);
  assert.equal(means('constructor', 'x'), undefined);
});

test('a status is good or bad by colour as well', () => {
  assert.equal(row(field('grpc-status', '0'))?.tone, 'good');
  assert.equal(row(field('grpc-status', '99'))?.tone, 'error');
  assert.equal(row(field('grpc-status', 'abc'))?.meaning, 'no number: clients make UNKNOWN of it');
  assert.equal(row(field(':status', '404'))?.tone, 'error');
});

test('values are text: HTML stays as it is, control characters are escaped, UTF-8 is read', () => {
  const value = (text: string) => row(field('x-a', text))?.value;
  assert.equal(value('<b onclick="x">&amp;</b>'), '<b onclick="x">&amp;</b>');
  assert.equal(value('\x1b[31m\r\n'), '\\x1b[31m\\r\\n');
  assert.equal(value('zw\xc3\xb6lf \xff'), 'zwölf \\xff');
  assert.equal(row(field('<i>', ''))?.name, '<i>');
});

test('a short form where there is one, CEL for other values, the name alone for long ones', () => {
  assert.equal(row(field('x-request-id', 'abc-1'))?.term.short, 'header:x-request-id=abc-1');
  const odd = row(field('x-a', 'a "b"'))?.term;
  assert.equal(odd?.short, undefined);
  assert.match(odd?.cel ?? '', /f\.value == "a \\"b\\""\)$/);
  assert.equal(row(field('x-a', 'x'.repeat(8192)))?.term.short, 'header:x-a');
});

test('a list that is not whole says so, and one that is too long is cut', () => {
  const incomplete = headerTable({ ...headers('REQUEST', []), incomplete: 'HPACK decoding had failed' });
  assert.equal(incomplete.cut, 'incomplete: HPACK decoding had failed');
  const long = headerTable(
    headers(
      'REQUEST',
      Array.from({ length: 2048 }, () => field('a', '')),
    ),
  );
  assert.equal(long.rows.length, 200);
  assert.equal(long.cut, '1,848 more fields: the JSON has them');
});
