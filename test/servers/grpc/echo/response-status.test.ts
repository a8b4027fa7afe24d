import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { Metadata, status } from '@grpc/grpc-js';

import type { ResponseStatus__Output as ResponseStatus } from '../../../../src/gen/sre/echo/v1/ResponseStatus.ts';
import { createStatusOf, failedEnd } from '../../../../src/servers/grpc/echo/response-status.ts';
import { rpcStatusType } from '../../../../src/servers/grpc/echo-types.ts';

const statusOf = createStatusOf();

function requested(overrides: Partial<ResponseStatus>): ResponseStatus {
  return { code: 'UNAVAILABLE', message: '', details: [], ...overrides };
}

/** As proto-loader gives a number that has no name. */
function numbered(code: number): ResponseStatus {
  return { ...requested({}), code: code as never };
}

suite('the status that a request asks for', () => {
  test('is an error, by name or number', () => {
    assert.equal(statusOf(requested({ code: 'UNAUTHENTICATED' })).code, 16);
    assert.equal(statusOf(numbered(1)).code, 1);
    for (const [bad, came] of [
      [requested({ code: 'OK' }), 'OK'],
      [numbered(17), '17'],
      [numbered(-1), '-1'],
    ] as const) {
      const details = `status.code ${came}: expected 1 (CANCELLED) to 16 (UNAUTHENTICATED); without status it is OK`;
      assert.throws(() => statusOf(bad), { code: status.INVALID_ARGUMENT, details });
    }
  });

  test('comes at the end of the call where it does not say when', () => {
    assert.equal(statusOf(requested({})).afterMessages, Number.POSITIVE_INFINITY);
    assert.equal(statusOf(requested({ afterMessages: 0 })).afterMessages, 0);
  });

  test('carries its details as google.rpc.Status, beside the trailers', () => {
    const details = [{ type_url: 'type.example/a.B', value: Buffer.from([1, 2]) }];
    const trailers = new Metadata();
    trailers.set('x-a', '1');
    const end = failedEnd(statusOf(requested({ message: 'grüß', details })), trailers);
    assert.equal(end.details, 'grüß');
    assert.deepEqual(end.metadata.get('x-a'), ['1']);
    const [bytes] = end.metadata.get('grpc-status-details-bin');
    const type = rpcStatusType();
    assert.deepEqual(type.toObject(type.decode(bytes as Buffer)), { code: 14, message: 'grüß', details });
    // The trailers are those of the request, and may be sent with another end.
    assert.deepEqual(trailers.get('grpc-status-details-bin'), []);
  });

  test('without details has no google.rpc.Status', () => {
    assert.deepEqual(failedEnd(statusOf(requested({})), undefined).metadata.getMap(), {});
  });

  test('has bounds', () => {
    // Percent-encoding makes nine bytes of the euro sign.
    assert.throws(() => statusOf(requested({ message: '€'.repeat(911) })), {
      details: 'status.message of 8199 bytes encoded: expected at most 8192',
    });
    assert.ok(statusOf(requested({ message: '€'.repeat(910) })));
    const details = (bytes: number) => [{ type_url: '', value: Buffer.alloc(bytes) }];
    assert.throws(() => statusOf(requested({ details: details(12 * 1024) })), /bytes: expected at most 12288/);
    assert.ok(statusOf(requested({ details: details(12 * 1024 - 12) })));
  });
});
