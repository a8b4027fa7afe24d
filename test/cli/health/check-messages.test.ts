import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { decodeCheckResponse, encodeCheckRequest } from '../../../src/cli/health/check-messages.ts';

const PROTO = fileURLToPath(new URL('../../../protos/grpc/health/v1/health.proto', import.meta.url));

describe('the messages of grpc.health.v1.Health/Check', () => {
  const root = protobuf.loadSync(PROTO);
  const request = root.lookupType('grpc.health.v1.HealthCheckRequest');
  const response = root.lookupType('grpc.health.v1.HealthCheckResponse');

  for (const service of ['', 'a.b.C', 'ä.B', 'x'.repeat(127), 'x'.repeat(128), 'x'.repeat(20_000)]) {
    test(`a request for a service of ${service.length} characters is what protobufjs writes, behind its length`, () => {
      const message = Buffer.from(request.encode({ service }).finish());
      const written = encodeCheckRequest(service);
      assert.equal(written[0], 0);
      assert.equal(written.readUInt32BE(1), written.length - 5);
      // It writes the empty name too, which proto3 leaves out.
      assert.deepEqual(request.toObject(request.decode(written.subarray(5))), service === '' ? {} : { service });
      if (service !== '') assert.deepEqual(written.subarray(5), message);
    });
  }

  for (const [status, name] of [
    [0, 'UNKNOWN'],
    [1, 'SERVING'],
    [2, 'NOT_SERVING'],
    [3, 'SERVICE_UNKNOWN'],
    [7, '7'],
  ] as const) {
    test(`status ${status} reads ${name}`, () => {
      assert.equal(decodeCheckResponse(framed(response.encode({ status }).finish())), name);
    });
  }

  test('no bytes are UNKNOWN, and of several statuses the last one counts', () => {
    assert.equal(decodeCheckResponse(framed([])), 'UNKNOWN');
    assert.equal(decodeCheckResponse(framed([8, 2, 8, 1])), 'SERVING');
  });

  test('a field that is not known is passed over', () => {
    assert.equal(decodeCheckResponse(framed([0x7a, 1, 0x41, 8, 1])), 'SERVING');
  });

  const wrong: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['half a prefix', Buffer.of(0, 0)],
    ['less than its length', Buffer.of(0, 0, 0, 0, 2, 8)],
    ['more than its length', Buffer.of(0, 0, 0, 0, 2, 8, 1, 0)],
    ['a compressed message, which nobody asked for', Buffer.of(1, 0, 0, 0, 2, 8, 1)],
    ['no protobuf', framed([8])],
    ['a status that is no number', framed([0x0a, 1, 0x41])],
  ];
  for (const [name, body] of wrong) {
    test(`${name} is no answer`, () => assert.equal(decodeCheckResponse(body), undefined));
  }

  test('each status of the schema has its name', () => {
    const { values } = root.lookupEnum('grpc.health.v1.HealthCheckResponse.ServingStatus');
    for (const [name, number] of Object.entries(values)) assert.equal(decodeCheckResponse(framed([8, number])), name);
    assert.ok(Object.keys(values).length >= 4);
  });
});

function framed(message: ArrayLike<number>): Buffer {
  return Buffer.concat([Buffer.of(0, 0, 0, 0, message.length), Buffer.from(Array.from(message))]);
}
