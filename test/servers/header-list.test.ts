import assert from 'node:assert/strict';
import { sensitiveHeaders } from 'node:http2';
import { test } from 'node:test';

import { redactNothing } from '../../src/redaction.ts';
import { headerList, neverIndexedNames } from '../../src/servers/header-list.ts';
import { isSecret } from './support.ts';

test('order, case and repeated names are those of the wire', () => {
  assert.deepEqual(headerList(['X-B', '1', 'x-a', '2', 'x-b', '3'], [], isSecret), [
    { name: 'X-B', value: '1', redacted: false },
    { name: 'x-a', value: '2', redacted: false },
    { name: 'x-b', value: '3', redacted: false },
  ]);
});

test('the value of a secret is left out, whatever the case of its name', () => {
  assert.deepEqual(headerList(['Cookie', 'a=b'], [], isSecret), [{ name: 'Cookie', value: '', redacted: true }]);
});

test('a field that came never-indexed is a secret, unless nothing is, RFC 7541 §7.1.3', () => {
  const neverIndexed = neverIndexedNames({ [sensitiveHeaders]: ['x-token'] });
  const raw = ['x-token', 'hush', 'x-other', 'open'];
  assert.deepEqual(
    headerList(raw, neverIndexed, isSecret).map(({ value }) => value),
    ['', 'open'],
  );
  assert.deepEqual(
    headerList(raw, neverIndexed, redactNothing).map(({ value }) => value),
    ['hush', 'open'],
  );
});

test('fields of HTTP/1.1 have no such mark', () => {
  assert.deepEqual(neverIndexedNames({ host: 'echo.example' }), []);
});
