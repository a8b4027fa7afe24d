import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noTransportFaults } from '../../src/faults/transport-faults.ts';

test('where nobody owns the bytes, no faults are made, and more cannot be', () => {
  const target = { connectionId: 'c1', streamId: 1 };
  assert.equal(noTransportFaults.arm(target, []), undefined);
  assert.match(
    noTransportFaults.arm(target, [{ scope: 'STREAM', kind: 'NO_TRAILERS' }]) ?? '',
    /transport faults cannot be made here/,
  );
});
