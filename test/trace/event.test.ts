/** event.ts and trace.proto say the same; and this test would notice if they did not. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { readDeclarations } from '../support/declarations.ts';
import { schemaDrift } from '../support/schema-drift.ts';

const TYPESCRIPT = readFileSync(new URL('../../src/trace/event.ts', import.meta.url), 'utf8');
const PROTO = readFileSync(new URL('../../protos/sre/trace/v1/trace.proto', import.meta.url), 'utf8');

test('event.ts mirrors trace.proto', () => {
  assert.deepEqual(schemaDrift(readDeclarations(TYPESCRIPT), PROTO), []);
});

/** What the comparison says when `from` is replaced by `to` in one of the files. */
function driftOf(file: 'TYPESCRIPT' | 'PROTO', from: string, to: string): string[] {
  const source = file === 'TYPESCRIPT' ? TYPESCRIPT : PROTO;
  assert.ok(source.includes(from), `nothing to replace: ${from}`);
  const changed = source.replace(from, to);
  return file === 'TYPESCRIPT'
    ? schemaDrift(readDeclarations(changed), PROTO)
    : schemaDrift(readDeclarations(TYPESCRIPT), changed);
}

describe('a change in one file only is noticed', () => {
  test('a field that is missing', () => {
    const only = (where: string) => [`field Setting.code is only in ${where}`];
    assert.deepEqual(driftOf('PROTO', '  uint32 code = 2;\n  uint32 value', '  uint32 value'), only('TypeScript'));
    assert.deepEqual(driftOf('TYPESCRIPT', 'code: number;\n  readonly value', 'value'), only('the proto'));
  });

  test('a field that is renamed', () => {
    const lines = ['field Ping.rttMs is only in TypeScript', 'field Ping.roundTripMs is only in the proto'];
    assert.deepEqual(driftOf('PROTO', 'rtt_ms', 'round_trip_ms'), lines);
    assert.equal(driftOf('TYPESCRIPT', 'rttMs', 'roundTripMs').length, 2);
  });

  test('a field of another type', () => {
    assert.deepEqual(driftOf('PROTO', 'uint32 increment', 'string increment'), [
      'WindowUpdate.increment is number and string',
    ]);
    assert.deepEqual(driftOf('TYPESCRIPT', 'increment: number', 'increment: bigint'), [
      'WindowUpdate.increment is bigint and uint32',
    ]);
    assert.deepEqual(driftOf('PROTO', 'repeated string origins', 'string origins'), [
      'Origin.origins is readonly string[] and string',
    ]);
    assert.deepEqual(driftOf('TYPESCRIPT', 'ping?: Ping', 'ping?: Goaway'), ['Frame.ping is Goaway and Ping']);
    assert.deepEqual(driftOf('PROTO', 'google.protobuf.Timestamp time', 'uint64 time'), [
      'TraceEvent.time is number and uint64',
    ]);
  });

  test('a field that is optional or not', () => {
    const line = (which: string) => [`Window.stream is ${which} only in TypeScript`];
    assert.deepEqual(driftOf('PROTO', 'optional int64 stream', 'int64 stream'), line('optional'));
    assert.deepEqual(driftOf('TYPESCRIPT', 'stream?: number', 'stream: number'), line('required'));
  });

  test('a message that is missing', () => {
    assert.deepEqual(driftOf('PROTO', 'message Origin {', 'message Origins {').slice(0, 2), [
      'message Origin is only in TypeScript',
      'message Origins is only in the proto',
    ]);
    assert.ok(driftOf('TYPESCRIPT', 'interface Origin {', 'interface Origins {').length > 1);
  });

  test('a body that is none', () => {
    const line = ['TraceEvent.finding is a body in one of them only'];
    assert.deepEqual(driftOf('TYPESCRIPT', '  readonly finding: Finding;\n', '').slice(0, 1), [
      'field TraceEvent.finding is only in the proto',
    ]);
    const moved = PROTO.replace('    Finding finding = 16;\n', '').replace(
      '  oneof body',
      '  Finding finding = 16;\n  oneof body',
    );
    assert.deepEqual(schemaDrift(readDeclarations(TYPESCRIPT), moved), line);
  });

  test('a value of a closed set', () => {
    assert.deepEqual(driftOf('PROTO', 'One of FIN, RST, GOAWAY, LOCAL.', 'One of FIN, RST, GOAWAY.'), [
      'ConnectionClosed.how is one of FIN, RST, GOAWAY, LOCAL and of FIN, RST, GOAWAY',
    ]);
    assert.equal(driftOf('TYPESCRIPT', "type ConnectionEnd = 'FIN' |", 'type ConnectionEnd =').length, 1);
  });

  test('what the reader does not know is refused, not skipped', () => {
    assert.throws(() => readDeclarations('export class A {}'), /cannot read: export class A/);
    assert.throws(() => readDeclarations('export interface A { b: string }'), /cannot read: b: string/);
    assert.throws(() => readDeclarations('export interface A extends B { readonly b: string }'), /cannot read/);
  });
});
