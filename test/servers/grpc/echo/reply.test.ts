import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import type { EchoResponse } from '../../../../src/gen/sre/echo/v1/EchoResponse.ts';
import type { Seen } from '../../../../src/gen/sre/echo/v1/Seen.ts';
import { withEchoReplies } from '../../../../src/servers/grpc/echo/reply.ts';
import { echoType } from '../../../../src/servers/grpc/echo-types.ts';
import { ECHO_SERVICE, loadProtos, serviceOf } from '../../../../src/servers/grpc/protos.ts';

const SEEN: Seen = {
  connectionId: 'c7',
  streamId: 5,
  peer: { address: '2001:db8::1', port: 65_535 },
  metadata: [
    { name: 'x-ü', value: 'grüß ÿ' },
    { name: 'cookie', redacted: true },
  ],
  deadline: { grpcTimeout: '1S', leftMs: 999.5 },
  messageIndex: 0,
  connectionAgeMs: 12,
  requestNumber: 3,
  received: { wireBytes: 5, compressed: true, messageBytes: 7 },
  identity: { hostname: 'host-1', version: '1.2.3' },
};

suite('EchoResponse', () => {
  const service = serviceOf(loadProtos(), ECHO_SERVICE);
  const type = echoType('Seen');

  test('is on the wire what proto-loader makes of the same reply, for every method', () => {
    for (const [name, method] of Object.entries(withEchoReplies(service))) {
      for (const message of ['', 'hello', 'grüß 🙂', 'x'.repeat(70_000)]) {
        for (const seen of [SEEN, {}]) {
          for (const payloadBytes of [0, 1, 70_000]) {
            const reply = { message, payloadBytes, seen: type.encode(seen).finish() };
            // proto-loader writes a default value that is set, which proto3 leaves out.
            const response: EchoResponse = {
              ...(message === '' ? {} : { message }),
              seen,
              ...(payloadBytes === 0 ? {} : { payload: Buffer.alloc(payloadBytes) }),
            };
            const plain = service[name]?.responseSerialize(response);
            assert.deepEqual(
              method.responseSerialize(reply),
              plain,
              `${name}: ${message.slice(0, 10)} ${payloadBytes}`,
            );
          }
        }
      }
    }
  });

  test('is all that changes of the service', () => {
    const changed = withEchoReplies(service);
    assert.deepEqual(Object.keys(changed), Object.keys(service));
    for (const [name, { responseSerialize, ...method }] of Object.entries(changed)) {
      const { responseSerialize: plain, ...original } = service[name] ?? assert.fail(name);
      assert.notEqual(responseSerialize, plain);
      assert.deepEqual(method, original);
    }
  });
});
