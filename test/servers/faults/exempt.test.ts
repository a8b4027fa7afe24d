import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isExemptCall, isExemptEndpoint } from '../../../src/servers/faults/exempt.ts';

test('health, reflection and channelz have no faults, whatever the version', () => {
  for (const path of [
    '/grpc.health.v1.Health/Check',
    '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
    '/grpc.channelz.v1.Channelz/GetServers',
  ]) {
    assert.ok(isExemptCall(path), path);
  }
  for (const path of ['/sre.echo.v1.EchoService/Echo', '/grpc.testing.TestService/UnaryCall', '/grpc.healthy/x', '']) {
    assert.ok(!isExemptCall(path), path);
  }
});

test('/healthz and /readyz have no faults', () => {
  assert.ok(isExemptEndpoint('/healthz'));
  assert.ok(isExemptEndpoint('/readyz'));
  assert.ok(!isExemptEndpoint('/healthz/x'));
  assert.ok(!isExemptEndpoint('/echo'));
});
