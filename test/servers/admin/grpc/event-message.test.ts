import assert from 'node:assert/strict';
import { test } from 'node:test';

import { create, createFileRegistry, equals, fromBinary, fromJsonString, toJson } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

import { formatJson } from '../../../../src/formats/json.ts';
import { eventMessage } from '../../../../src/servers/admin/grpc/event-message.ts';
import { describableFiles } from '../../../../src/servers/grpc/file-descriptors.ts';
import {
  ADMIN_FILES,
  LOAD_OPTIONS,
  loadProtos,
  serviceOf,
  TRACE_SERVICE,
} from '../../../../src/servers/grpc/protos.ts';
import type { TraceEvent } from '../../../../src/trace/event.ts';
import { finding, message, sampleBodies, stamp, streamClosed } from '../../../support/events.ts';

/** As a client of reflection knows it. */
const schema = schemaOf('sre.trace.v1.TraceEvent');

function schemaOf(name: string) {
  const { files } = describableFiles(loadProtos({ keepCase: true }, ADMIN_FILES));
  assert.ok(files !== undefined && 'fileDescriptorProtos' in files && Array.isArray(files.fileDescriptorProtos));
  const file = files.fileDescriptorProtos.map((bytes: Buffer) => fromBinary(FileDescriptorProtoSchema, bytes));
  // Files that others import come first.
  file.sort((a, b) => a.dependency.length - b.dependency.length);
  const found = createFileRegistry(create(FileDescriptorSetSchema, { file })).getMessage(name);
  assert.ok(found !== undefined);
  return found;
}

const { Watch } = serviceOf(loadProtos(LOAD_OPTIONS, ADMIN_FILES), TRACE_SERVICE);

function received(event: TraceEvent) {
  assert.ok(Watch !== undefined);
  return fromBinary(schema, Watch.responseSerialize(eventMessage(event)));
}

for (const event of stamp(sampleBodies())) {
  const what = event.kind === 'frame' ? `${event.frame.from} ${event.frame.type}` : event.kind;
  test(`what is received is what NDJSON says: ${what}, ${event.seq}`, () => {
    const expected = fromJsonString(schema, formatJson(event));
    assert.ok(equals(schema, received(event), expected), formatJson(event));
  });
}

test('a message of a known type: every kind of JSON', () => {
  const json = { a: [1, 'b', null, true, {}], c: { d: -1.5 }, e: [] };
  const [event] = stamp([message('SERVER', 1, { json })]);
  assert.ok(event !== undefined);
  assert.deepEqual(Object(toJson(schema, received(event))).message.json, json);
});

test('the time is exact to the microsecond, also before 1970', () => {
  for (const [time, text] of [
    [1_795_225_367_123_456, '2026-11-21T01:42:47.123456Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
  ] as const) {
    const [event] = stamp([finding()]);
    assert.ok(event !== undefined);
    assert.equal(Object(toJson(schema, received({ ...event, time }))).time, text);
    const seen = stamp([finding({ firstTime: time, lastTime: time })]).map(received);
    const { firstTime, lastTime } = Object(toJson(schema, seen[0] ?? assert.fail())).finding;
    assert.deepEqual([firstTime, lastTime], [text, text]);
  }
});

test('half of a surrogate pair, which is no UTF-8, does not make an event unreadable', () => {
  const events = stamp([
    streamClosed({ grpcStatus: { code: 2, name: 'UNKNOWN', message: 'cut \ud83d' } }),
    message('CLIENT', 1, { json: { '\udc00': 'x\ud83dy' } }),
    finding({ title: '\ud83d' }),
  ]);
  const told = events.map((event) => JSON.stringify(toJson(schema, received(event))));
  assert.match(told[0] ?? '', /"cut \ufffd"/);
  assert.match(told[1] ?? '', /"\ufffd":"x\ufffdy"/);
  assert.match(told[2] ?? '', /"title":"\ufffd"/);
});
