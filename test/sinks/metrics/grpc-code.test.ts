import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ExchangeEnd } from '../../../src/exchanges/exchange.ts';
import { GRPC_CODE, grpcCodeIndex } from '../../../src/sinks/metrics/grpc-code.ts';
import { ERROR_DOMAIN } from '../../../src/sinks/metrics/vocabulary.ts';
import { STATUS } from '../../../src/wire/grpc/status.ts';
import { statusOfHttpStatus, statusOfRstStream } from '../../../src/wire/grpc/status-mapping.ts';
import { ERROR_CODE } from '../../../src/wire/http2/error-code.ts';
import { endOf } from '../../support/metrics.ts';

/** An end without grpc-status. */
function without(parts: Partial<ExchangeEnd>): ExchangeEnd {
  const { grpcStatus: _, ...end } = endOf();
  return { ...end, ...parts };
}

function nameOf(end: ExchangeEnd): string | undefined {
  return GRPC_CODE.values[grpcCodeIndex(end)];
}

test('codes are those of gRPC, written as grpc-go does', () => {
  const names = Object.keys(STATUS).map((name) => {
    if (name === 'OK') return name;
    // grpc-go has one l, as the language of its authors.
    const words = name.replace('CANCELLED', 'CANCELED').toLowerCase().split('_');
    return words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
  });
  assert.deepEqual(GRPC_CODE.values, names);
});

test('error names are those of RFC 9113 §7, by code', () => {
  assert.deepEqual(ERROR_DOMAIN.values, [...Object.keys(ERROR_CODE), 'unknown']);
});

test('grpc-status counts, whatever the end was', () => {
  const grpcStatus = { code: 5, name: 'NOT_FOUND', message: '' };
  assert.equal(nameOf(endOf({ grpcStatus, how: 'RST_STREAM', errorCode: 8 })), 'NotFound');
});

test('a grpc-status that is no code is Unknown', () => {
  for (const code of [17, 2 ** 31 - 1]) {
    assert.equal(nameOf(endOf({ grpcStatus: { code, name: '', message: '' } })), 'Unknown');
  }
});

describe('without grpc-status it is what wire/grpc says that clients make of', () => {
  test('RST_STREAM', () => {
    for (const errorCode of Object.values(ERROR_CODE)) {
      // The two that gRPC does not map are INTERNAL in grpc-js and grpc-go.
      const expected = statusOfRstStream(errorCode).code ?? STATUS.INTERNAL;
      assert.equal(grpcCodeIndex(without({ how: 'RST_STREAM', errorCode })), expected, `code ${errorCode}`);
    }
  });

  test('an HTTP status', () => {
    for (let httpStatus = 200; httpStatus < 600; httpStatus++) {
      const expected = statusOfHttpStatus(httpStatus).code;
      assert.equal(grpcCodeIndex(without({ how: 'END_STREAM_WITHOUT_TRAILERS', httpStatus })), expected);
    }
  });
});

test('an RST_STREAM whose code has no name is Unknown', () => {
  assert.equal(nameOf(without({ how: 'RST_STREAM', errorCode: 0xff })), 'Unknown');
});

test('a client that cancels is Canceled, a connection that is lost Unavailable', () => {
  assert.equal(nameOf(without({ how: 'RST_STREAM', errorCode: 8, endedBy: 'CLIENT' })), 'Canceled');
  assert.equal(nameOf(without({ how: 'CONNECTION_CLOSED', httpStatus: 200 })), 'Unavailable');
});
