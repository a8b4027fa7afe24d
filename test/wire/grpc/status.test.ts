import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { parseStatus, STATUS, statusCode, statusName } from '../../../src/wire/grpc/status.ts';

/** The names and codes that grpc-js has; its enum maps both ways. */
const REGISTERED = Object.entries(status).filter((row): row is [string, number] => typeof row[1] === 'number');

describe('statuscodes.md', () => {
  test('has the codes 0 to 16', () => {
    assert.equal(REGISTERED.length, 17);
    assert.deepEqual({ ...STATUS }, Object.fromEntries(REGISTERED));
  });

  for (const [name, code] of REGISTERED) {
    test(`${code} is ${name}`, () => {
      assert.equal(statusName(code), name);
      assert.equal(statusCode(name), code);
      assert.deepEqual(parseStatus(String(code)), { code, name });
    });
  }

  test('other codes and names are none', () => {
    for (const code of [-1, 17, 255, 1.5, Number.NaN]) assert.equal(statusName(code), '');
    for (const name of ['', 'ok', 'CANCELED', 'toString', '0']) assert.equal(statusCode(name), undefined);
  });
});

describe('PROTOCOL-HTTP2: Status → decimal integer without leading zeros', () => {
  test('leading zeros keep their code, and show', () => {
    assert.deepEqual(parseStatus('00'), { code: 0, name: 'OK', defect: 'LEADING_ZEROS' });
    assert.deepEqual(parseStatus('014'), { code: 14, name: 'UNAVAILABLE', defect: 'LEADING_ZEROS' });
  });

  test('codes above 16 are values', () => {
    for (const code of [17, 99, 200, 0x7fffffff]) {
      assert.deepEqual(parseStatus(String(code)), { code, name: '', defect: 'NOT_REGISTERED' });
    }
    assert.deepEqual(parseStatus('017'), { code: 17, name: '', defect: 'NOT_REGISTERED' });
  });

  test('what no integer of 32 bits holds is no code', () => {
    for (const value of ['2147483648', '9'.repeat(400)]) {
      assert.deepEqual(parseStatus(value), { name: '', defect: 'NOT_REGISTERED' });
    }
  });

  test('anything but digits is no code', () => {
    for (const value of ['', ' 0', '0 ', '-1', '+0', '0x1', '1.0', '1e1', 'OK', '٣', '0\n', '0,0']) {
      assert.deepEqual(parseStatus(value), { name: '', defect: 'NOT_DIGITS' }, JSON.stringify(value));
    }
  });
});
