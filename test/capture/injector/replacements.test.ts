import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { replacementFor, withoutGrpcStatus } from '../../../src/capture/injector/replacements.ts';

describe('replacementFor', () => {
  test('trailers only, with a message where there is one', () => {
    const fault = { kind: 'TRAILERS_ONLY', scope: 'STREAM', grpcStatus: 5, message: '' } as const;
    const names = (message: string) => replacementFor([{ ...fault, message }])?.fields.map(({ name }) => name);
    assert.deepEqual(names(''), [':status', 'content-type', 'grpc-status']);
    assert.deepEqual(names('x'), [':status', 'content-type', 'grpc-status', 'grpc-message']);
    assert.equal(replacementFor([fault])?.body.length, 0);
  });

  test('an error page says how long it is, also where the status has no name', () => {
    for (const httpStatus of [404, 503, 599]) {
      const page = replacementFor([{ kind: 'HTML', scope: 'STREAM', httpStatus }]);
      const length = page?.fields.find(({ name }) => name === 'content-length')?.value;
      assert.equal(length, String(page?.body.length));
      assert.match(Buffer.from(page?.body ?? []).toString(), new RegExp(`<h1>${httpStatus} [A-Z]`));
    }
  });

  test('other faults replace nothing', () => {
    assert.equal(replacementFor([{ kind: 'NO_TRAILERS', scope: 'STREAM' }]), undefined);
  });
});

test('the fields that tell how a call ended are left out, and no others', () => {
  const names = ['grpc-status', 'grpc-message', 'grpc-status-details-bin', 'grpc-encoding', 'x'];
  const left = withoutGrpcStatus(names.map((name) => ({ name, value: '' })));
  assert.deepEqual(
    left.map(({ name }) => name),
    ['grpc-encoding', 'x'],
  );
});
