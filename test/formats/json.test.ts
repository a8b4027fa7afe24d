import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatJson, toJson } from '../../src/formats/json.ts';
import type { EventKind, JsonValue, Message, TraceEvent } from '../../src/trace/event.ts';
import {
  bytes,
  type EventBody,
  field,
  finding,
  frame,
  headers,
  message,
  START,
  sampleBodies,
  stamp,
} from '../support/events.ts';

const samples = stamp(sampleBodies());

/** The line of one event with this body. */
function lineOf(body: EventBody): string {
  const [event] = stamp([body], 'c7', 42);
  assert.ok(event);
  return formatJson(event);
}

test('the header comes first, then the body under the name of its kind', () => {
  const line = lineOf(frame('SERVER', 'RST_STREAM', 5, { length: 4, rstStream: { error: 'CANCEL', errorCode: 8 } }));
  assert.equal(
    line,
    '{"seq":42,"time":"2026-11-21T01:42:47.123456Z","offsetMs":0,"conn":"c7",' +
      '"frame":{"from":"SERVER","type":"RST_STREAM","typeCode":3,"flags":[],"flagBits":0,"streamId":5,"length":4,' +
      '"rstStream":{"error":"CANCEL","errorCode":8}}}',
  );
});

test('offsetMs has three decimals at most', () => {
  const [event] = stamp([finding()]);
  assert.ok(event);
  assert.match(formatJson({ ...event, offsetMs: 0.1 + 0.2 }), /"offsetMs":0\.3,/);
  assert.match(formatJson({ ...event, offsetMs: 12.345678 }), /"offsetMs":12\.346,/);
});

test('the times of a finding are those of events', () => {
  const line = lineOf(finding({ count: 2, firstTime: START, lastTime: START + 1 }));
  assert.match(
    line,
    /"count":2,"firstTime":"2026-11-21T01:42:47\.123456Z","lastTime":"2026-11-21T01:42:47\.123457Z"\}\}$/,
  );
});

test('bytes are base64', () => {
  const data = { padding: 0, preview: bytes('\0\xff~'), truncated: false };
  assert.match(
    lineOf(frame('CLIENT', 'DATA', 1, { data })),
    /"data":\{"padding":0,"preview":"AP9\+","truncated":false\}/,
  );
  const unknown = { preview: bytes('abc'), truncated: true };
  assert.match(lineOf(frame('CLIENT', 'UNKNOWN', 1, { unknown })), /"unknown":\{"preview":"YWJj","truncated":true\}/);
  assert.match(lineOf(message('CLIENT', 1, { preview: bytes('hi') })), /"preview":"aGk="/);
});

test('64-bit integers are numbers while they are safe, and then decimal strings', () => {
  const line = lineOf(
    message('CLIENT', 1, {
      fields: [
        { number: 1, wireType: 'VARINT', varint: 2n ** 53n - 1n },
        { number: 2, wireType: 'I64', i64: 2n ** 53n },
      ],
    }),
  );
  assert.match(line, /"varint":9007199254740991\}/);
  assert.match(line, /"i64":"9007199254740992"\}/);
});

test('what a message computes when asked is in the line, though it is not its own property', () => {
  class Lazy {
    readonly from = 'CLIENT';
    readonly streamId = 1;
    readonly index = 0;
    readonly compressed = false;
    readonly length = 0;
    readonly firstFrame = 1;
    readonly lastFrame = 1;
    readonly preview = new Uint8Array();
    readonly truncated = false;
    get json(): JsonValue {
      return { computed: true };
    }
    get fields(): undefined {
      return undefined;
    }
  }
  const lazy: Message = new Lazy();
  assert.match(lineOf({ kind: 'message', message: lazy }), /"truncated":false,"json":\{"computed":true\}\}\}$/);
});

test('no line has a character that a terminal obeys, and every line says what the event says', () => {
  const nasty = '\x1b[2J\n\u0000\x9b31m\x7f"\\é';
  const debug = { lastStreamId: 0, error: 'NO_ERROR', errorCode: 0, debug: nasty };
  const bidirectional = finding({ title: 'a\u202eb\u{e0001}', explanation: '\u2028' });
  const lines = [
    lineOf(frame('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', [field(nasty, nasty)]) })),
    lineOf(frame('CLIENT', 'GOAWAY', 0, { goaway: debug })),
    lineOf(bidirectional),
  ];
  for (const line of lines) assert.doesNotMatch(line, /[\p{C}\p{Zl}\p{Zp}]/u);
  assert.deepEqual(JSON.parse(lines[1] ?? '').frame.goaway, debug);
  assert.equal(JSON.parse(lines[2] ?? '').finding.title, 'a\u202eb\u{e0001}');
});

test('toJson is the line as a value', () => {
  for (const event of samples) assert.deepEqual(toJson(event), JSON.parse(formatJson(event)));
});

test('the samples have every kind of event', () => {
  const kinds: readonly EventKind[] = [
    'connectionOpened',
    'frame',
    'message',
    'streamOpened',
    'streamClosed',
    'http1',
    'finding',
    'connectionClosed',
    'traceLost',
  ];
  assert.deepEqual(new Set(samples.map((event) => event.kind)), new Set(kinds));
});

// What follows checks the lines against protos/sre/trace/v1/trace.proto with a reader of it that is not ours: buf ignores
// names that are not in the schema, refuses other types, and so gives back only what is as the schema says.

/** One run of buf for all events: it takes a second, so they go in as one message. */
const EVENT_LIST = `syntax = "proto3";
package list;
import "sre/trace/v1/trace.proto";
message EventList { repeated sre.trace.v1.TraceEvent events = 1; }
`;

/** @throws where buf does not read `json` as events */
function throughBuf(json: string): { readonly events: readonly { readonly [key: string]: JsonValue }[] } {
  const directory = mkdtempSync(join(tmpdir(), 'trace-json-'));
  try {
    cpSync('protos/sre/trace', join(directory, 'sre/trace'), { recursive: true });
    writeFileSync(join(directory, 'list.proto'), EVENT_LIST);
    writeFileSync(join(directory, 'events.json'), json);
    const buf = createRequire(import.meta.url).resolve('@bufbuild/buf/bin/buf');
    const convert = ['convert', '.', '--type', 'list.EventList', '--from', 'events.json#format=json', '--to'];
    execFileSync(process.execPath, [buf, ...convert, 'events.binpb'], { cwd: directory, stdio: 'pipe' });
    const back = ['convert', '.', '--type', 'list.EventList', '--from', 'events.binpb', '--to', 'back.json'];
    execFileSync(process.execPath, [buf, ...back], { cwd: directory, stdio: 'pipe' });
    return JSON.parse(readFileSync(join(directory, 'back.json'), 'utf8'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What proto3 JSON writers other than ours leave out or write as strings. */
function canonical(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return typeof value === 'number' ? String(value) : value;
  if (Array.isArray(value)) return value.map(canonical);
  const kept = Object.entries(value).filter(([, item]) => !isDefault(item));
  return Object.fromEntries(kept.map(([key, item]) => [key, canonical(item)]));
}

function isDefault(value: JsonValue): boolean {
  return value === 0 || value === '' || value === false || (Array.isArray(value) && value.length === 0);
}

test('the schema compiler of buf reads every line, and writes the same events', () => {
  const { events } = throughBuf(`{"events":[${samples.map(formatJson).join(',')}]}`);
  const expected = samples.map((event: TraceEvent) => canonical(toJson(event)));
  assert.deepEqual(events.map(canonical), expected);
});

test('the check above finds a name that is not in the schema, and a wrong type', () => {
  const { events } = throughBuf('{"events":[{"seq":1,"frame":{"from":"CLIENT","stream_id":1,"streamID":1}}]}');
  assert.deepEqual(events, [{ seq: '1', frame: { from: 'CLIENT', streamId: 1 } }]);
  assert.throws(() => throughBuf('{"events":[{"seq":1,"conn":1}]}'), /invalid value for string field conn/);
});
