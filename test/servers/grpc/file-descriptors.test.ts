import assert from 'node:assert/strict';
import { test } from 'node:test';

import { loadFileDescriptorSetFromObject, loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';

import { describableFiles } from '../../../src/servers/grpc/file-descriptors.ts';
import { CHANNELZ_FILE, FILES, loadProtos } from '../../../src/servers/grpc/protos.ts';

interface Message {
  readonly name: string;
  readonly field?: readonly {
    readonly name: string;
    readonly typeName?: string;
    readonly jsonName?: string;
    readonly proto3Optional?: boolean;
  }[];
  readonly reservedRange?: readonly { readonly start: number; readonly end: number }[];
  readonly nestedType?: readonly Message[];
}

interface File {
  readonly package: string;
  readonly messageType: readonly Message[];
}

const codec = loadSync('google/protobuf/descriptor.proto')[
  'google.protobuf.FileDescriptorProto'
] as MessageTypeDefinition<object, File>;

function message(packageName: string, name: string): Message {
  const { files } = describableFiles(loadProtos({ keepCase: true }, [...FILES, CHANNELZ_FILE]));
  assert.ok(files !== undefined && 'fileDescriptorProtos' in files && Array.isArray(files.fileDescriptorProtos));
  const decoded = files.fileDescriptorProtos.map((bytes: Buffer) => codec.deserialize(bytes));
  const file = decoded.find((each: File) => each.package === packageName);
  const found = file?.messageType.find((each: Message) => each.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

test('the message behind a map field has the name that protobuf demands', () => {
  const { field, nestedType } = message('grpc.health.v1', 'HealthListResponse');
  assert.equal(nestedType?.[0]?.name, 'StatusesEntry');
  assert.equal(field?.[0]?.typeName, '.grpc.health.v1.HealthListResponse.StatusesEntry');
});

test('a reserved number is a range that ends behind it', () => {
  const { reservedRange = [] } = message('grpc.channelz.v1', 'ChannelRef');
  const ranges = reservedRange.map(({ start, end }) => [start, end]);
  assert.deepEqual(ranges.slice(0, 2), [
    [3, 4],
    [4, 5],
  ]);
});

test('an optional field is one, and a plain field is none', () => {
  const { field } = message('sre.echo.v1', 'EchoRequest');
  const optional = field?.slice(0, 3).map(({ name, proto3Optional = false }) => [name, proto3Optional]);
  assert.deepEqual(optional, [
    ['message', false],
    ['count', true],
    ['interval_ms', false],
  ]);
});

test('fields have the names of the .proto file, and the JSON names that follow from them', () => {
  const { field } = message('sre.echo.v1', 'EchoRequest');
  assert.deepEqual(
    field?.slice(0, 3).map(({ name, jsonName }) => [name, jsonName]),
    [
      ['message', 'message'],
      ['count', 'count'],
      ['interval_ms', 'intervalMs'],
    ],
  );
});

test('without message types there are no files', () => {
  assert.throws(() => describableFiles({}), /no message type/);
  assert.throws(() => describableFiles(loadFileDescriptorSetFromObject({ file: [] })), /no message type/);
});
