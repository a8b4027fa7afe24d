import assert from 'node:assert/strict';
import { test } from 'node:test';

import { loadProtos, serviceNames, serviceOf } from '../../../src/servers/grpc/protos.ts';

test('the services are those of protos/ and reflection', () => {
  assert.deepEqual(serviceNames(loadProtos()).sort(), [
    'grpc.health.v1.Health',
    'grpc.reflection.v1.ServerReflection',
    'grpc.reflection.v1alpha.ServerReflection',
    'grpc.testing.TestService',
    'sre.echo.v1.EchoService',
  ]);
});

test('a message type and an unknown name are no services', () => {
  const definition = loadProtos();
  assert.throws(() => serviceOf(definition, 'sre.echo.v1.EchoRequest'), /EchoRequest is not a service/);
  assert.throws(() => serviceOf(definition, 'no.such.Service'), /no\.such\.Service is not a service/);
});
