import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServedMethods } from '../../../src/diagnose/facts/served-methods.ts';

test('methods are known by their services, each once', () => {
  const served = new ServedMethods();
  for (const method of ['A', 'A', 'B', 'A']) served.add({ service: 'pkg.One', method });
  served.add({ service: 'pkg.Two', method: 'A' });
  assert.deepEqual([...served.services], ['pkg.One', 'pkg.Two']);
  assert.deepEqual([...(served.methodsOf('pkg.One') ?? [])], ['A', 'B']);
  assert.equal(served.methodsOf('pkg.Three'), undefined);
});

test('bounded: 64 services, of 128 methods each', () => {
  const served = new ServedMethods();
  for (let n = 0; n < 200; n++) {
    served.add({ service: `pkg.S${n}`, method: 'A' });
    served.add({ service: 'pkg.S0', method: `M${n}` });
  }
  assert.equal([...served.services].length, 64);
  assert.equal(served.methodsOf('pkg.S0')?.size, 128);
});
