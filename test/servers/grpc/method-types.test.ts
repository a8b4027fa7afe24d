import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createMethodTypes } from '../../../src/servers/grpc/method-types.ts';

test('our methods have the type that their .proto file gives them', () => {
  const typeOf = createMethodTypes();
  assert.deepEqual(
    ['Echo', 'EchoClientStream', 'EchoServerStream', 'EchoBidiStream'].map((each) =>
      typeOf('sre.echo.v1.EchoService', each),
    ),
    ['unary', 'client_stream', 'server_stream', 'bidi_stream'],
  );
  assert.equal(typeOf('grpc.health.v1.Health', 'Watch'), 'server_stream');
});

test('others have none, whatever they are called', () => {
  const typeOf = createMethodTypes();
  for (const [service, method] of [
    ['sre.echo.v1.EchoService', 'Nope'],
    ['a.B', 'Echo'],
    ['constructor', 'name'],
    ['', ''],
  ]) {
    assert.equal(typeOf(service ?? '', method ?? ''), undefined);
  }
});
