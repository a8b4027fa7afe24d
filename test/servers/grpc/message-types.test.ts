import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createMessageTypes } from '../../../src/servers/grpc/message-types.ts';
import { methodOf } from '../support.ts';

const types = createMessageTypes();

const ECHO = 'sre.echo.v1.EchoService';
const HEALTH = 'grpc.health.v1.Health';
const REFLECTION = ['grpc.reflection.v1.ServerReflection', 'grpc.reflection.v1alpha.ServerReflection'];

test('a request of the client and a response of the server have their own types', () => {
  const request = methodOf(ECHO, 'Echo').requestSerialize({ message: 'hi', count: 2 });
  assert.deepEqual(types.decode(ECHO, 'Echo', 'CLIENT', request), { message: 'hi', count: 2 });
  const response = methodOf(ECHO, 'Echo').responseSerialize({
    message: 'hi',
    seen: { connectionId: 'c1', streamId: 3 },
  });
  assert.deepEqual(types.decode(ECHO, 'Echo', 'SERVER', response), {
    message: 'hi',
    seen: { connectionId: 'c1', streamId: 3 },
  });
});

test('fields that did not come are left out, and an empty message is an empty object', () => {
  assert.deepEqual(types.decode(ECHO, 'EchoBidiStream', 'CLIENT', new Uint8Array()), {});
});

test('enums are names, and maps are objects', () => {
  const response = methodOf(HEALTH, 'List').responseSerialize({ statuses: { a: { status: 'NOT_SERVING' } } });
  assert.deepEqual(types.decode(HEALTH, 'List', 'SERVER', response), { statuses: { a: { status: 'NOT_SERVING' } } });
});

for (const service of REFLECTION) {
  test(`${service} is known, and its bytes are base64`, () => {
    const { requestSerialize, responseSerialize } = methodOf(service, 'ServerReflectionInfo');
    const request = requestSerialize({ listServices: '' });
    assert.deepEqual(types.decode(service, 'ServerReflectionInfo', 'CLIENT', request), { listServices: '' });
    const file = Buffer.from([0, 255]);
    const response = responseSerialize({ fileDescriptorResponse: { fileDescriptorProto: [file] } });
    assert.deepEqual(types.decode(service, 'ServerReflectionInfo', 'SERVER', response), {
      fileDescriptorResponse: { fileDescriptorProto: ['AP8='] },
    });
  });
}

test('a double that is no number is a name', () => {
  const response = methodOf(ECHO, 'Echo').responseSerialize({ seen: { deadline: { leftMs: Number.NaN } } });
  assert.deepEqual(types.decode(ECHO, 'Echo', 'SERVER', response), { seen: { deadline: { leftMs: 'NaN' } } });
});

test('the bytes may be a part of a larger buffer', () => {
  const request = methodOf(ECHO, 'Echo').requestSerialize({ message: 'hi' });
  const larger = new Uint8Array(request.length + 7);
  larger.set(request, 5);
  const part = larger.subarray(5, 5 + request.length);
  assert.deepEqual(types.decode(ECHO, 'Echo', 'CLIENT', part), { message: 'hi' });
});

test('methods that are not ours have no type', () => {
  assert.equal(types.decode('other.Service', 'Echo', 'CLIENT', new Uint8Array()), undefined);
  assert.equal(types.decode(ECHO, 'Other', 'CLIENT', new Uint8Array()), undefined);
  assert.equal(types.decode('__proto__', 'constructor', 'CLIENT', new Uint8Array()), undefined);
});

test('a message that is cut off anywhere, or is none, is undefined or a message and never throws', () => {
  const response = methodOf(ECHO, 'Echo').responseSerialize({ message: 'hello', seen: { connectionId: 'c1' } });
  for (let end = 1; end < response.length; end++) {
    const json = types.decode(ECHO, 'Echo', 'SERVER', response.subarray(0, end));
    assert.ok(json === undefined || typeof json === 'object');
  }
  assert.equal(types.decode(ECHO, 'Echo', 'SERVER', response.subarray(0, 3)), undefined);
  assert.equal(types.decode(ECHO, 'Echo', 'SERVER', new Uint8Array([0xff, 0xff, 0xff])), undefined);
});
