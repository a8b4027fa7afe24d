import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseWebTrailers } from '../../../src/wire/grpc/web-trailers.ts';

function parsed(latin1: string, truncated = false): readonly (readonly string[])[] {
  return parseWebTrailers(Buffer.from(latin1, 'latin1'), truncated).map(({ name, value }) => [name, value]);
}

test('PROTOCOL-WEB: names and values, in lower case and without blanks around them', () => {
  assert.deepEqual(parsed('grpc-status:0\r\nGRPC-Message: a: b \r\nx-\xe9:\xff\r\n'), [
    ['grpc-status', '0'],
    ['grpc-message', 'a: b'],
    ['x-\xe9', '\xff'],
  ]);
});

test('what is no header line is left out, and a last line may lack its end', () => {
  assert.deepEqual(parsed('\r\n:x\r\nno colon\r\ngrpc-status: 3'), [['grpc-status', '3']]);
  assert.deepEqual(parsed(''), []);
});

test('of trailers that are cut, the lines whose end came', () => {
  assert.deepEqual(parsed('grpc-status: 13\r\ngrpc-message: lon', true), [['grpc-status', '13']]);
  assert.deepEqual(parsed('grpc-status: 1', true), []);
});
