import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { QlogEvent } from '../../src/formats/qlog-data.ts';
import { frameEvents } from '../../src/formats/qlog-frame.ts';
import type { Frame, FrameTypeName } from '../../src/trace/event.ts';
import { bytes, field, frame, headers, otherFrames, setting } from '../support/events.ts';

/** As it is written: what is undefined is not there. */
function eventsOf(...[from, type, streamId, parts]: Parameters<typeof frame>): QlogEvent[] {
  const body = frame(from, type, streamId, parts);
  assert.ok(body.kind === 'frame');
  return written(body.frame);
}

function written(each: Frame): QlogEvent[] {
  return JSON.parse(JSON.stringify(frameEvents(each)));
}

/** The `frame` of its first event, without `raw`, on one line. */
function frameText(each: Frame): string {
  const { raw, ...rest } = Object(written(each)[0]?.data.frame);
  return JSON.stringify(rest);
}

test('what the server sends is created, what the client sends is parsed', () => {
  const ping = { length: 8, ping: { opaque: '0102030405060708', ack: false } };
  assert.equal(eventsOf('SERVER', 'PING', 0, ping)[0]?.name, 'http2:frame_created');
  assert.equal(eventsOf('CLIENT', 'PING', 0, ping)[0]?.name, 'http2:frame_parsed');
});

test('every frame type has the fields of the draft', () => {
  const lines = otherFrames().map((body) => (body.kind === 'frame' ? frameText(body.frame) : body.kind));
  assert.deepEqual(lines, [
    '{"frame_type":"settings","settings":[{"name":"settings_max_concurrent_streams","value":100},' +
      '{"name":"settings_initial_window_size","value":65535},{"name":"unknown","name_bytes":153,"value":7}]}',
    '{"frame_type":"settings","ack":true,"settings":[]}',
    '{"frame_type":"ping","opaque_data":"0102030405ff4109"}',
    '{"frame_type":"ping","ack":true,"opaque_data":"0102030405ff4109"}',
    '{"frame_type":"window_update","window_size_increment":983041}',
    '{"frame_type":"window_update","window_size_increment":256}',
    '{"frame_type":"priority","exclusive":true,"stream_dependency":1,"weight":200}',
    '{"frame_type":"push_promise","end_headers":true,"promised_stream_id":2,' +
      '"headers":[{"name":":path","value":"/style.css"}]}',
    '{"frame_type":"headers","priority":true,"end_stream":true,"headers":[]}',
    '{"frame_type":"continuation","end_headers":true,' +
      '"headers":[{"name":":method","value":"GET"},{"name":":path","value":"/a"}]}',
    '{"frame_type":"altsvc","origin_len":9,"origin":"https://a","alt-svc-field-value":"h3=\\":443\\""}',
    '{"frame_type":"origin","origin_entries":[{"origin_len":14,"ascii-origin":"https://b.test"}]}',
    '{"frame_type":"priority_update","prioritized_stream_id":1,"priority_field_value":"u=1"}',
    '{"frame_type":"unknown","frame_type_bytes":250}',
    '{"frame_type":"rst_stream","error_code":8}',
    '{"frame_type":"window_update","window_size_increment":0}',
    '{"frame_type":"goaway","last_stream_id":5,"error_code":11,"additional_debug_data":"746f6f5f6d616e795f70696e6773"}',
  ]);
});

test('the lightest and the heaviest weight fit into a byte', () => {
  for (const [weight, onTheWire] of [
    [1, 0],
    [256, 255],
  ] as const) {
    const priority = { streamDependency: 0, exclusive: false, weight };
    const [event] = eventsOf('CLIENT', 'PRIORITY', 3, { length: 5, priority });
    assert.equal(Object(event?.data.frame).weight, onTheWire);
  }
});

test('a frame that could not be read is unknown by its code, and tells the violation', () => {
  const violation = {
    error: 'FRAME_SIZE_ERROR',
    errorCode: 6,
    scope: 'CONNECTION',
    reason: 'PING of 7 bytes, expected 8',
    spec: 'RFC 9113 §6.7',
  } as const;
  const types: FrameTypeName[] = ['PING', 'RST_STREAM', 'GOAWAY', 'SETTINGS', 'PUSH_PROMISE', 'ALTSVC', 'ORIGIN'];
  for (const type of [...types, 'PRIORITY', 'WINDOW_UPDATE', 'PRIORITY_UPDATE'] as const) {
    const body = frame('CLIENT', type, 0, { length: 7, violation });
    assert.ok(body.kind === 'frame');
    assert.deepEqual(written(body.frame)[0]?.data, {
      stream_id: 0,
      frame: { frame_type: 'unknown', frame_type_bytes: body.frame.typeCode, raw: { length: 16, payload_length: 7 } },
      violation: {
        error: 'FRAME_SIZE_ERROR',
        error_code: 6,
        scope: 'CONNECTION',
        reason: 'PING of 7 bytes, expected 8',
        spec: 'RFC 9113 §6.7',
      },
    });
  }
});

describe('settings', () => {
  test('that a frame sets are parameters of its side, the last of several', () => {
    const settings = [
      setting('HEADER_TABLE_SIZE', 1, 0),
      setting('ENABLE_PUSH', 2, 0),
      setting('MAX_CONCURRENT_STREAMS', 3, 7),
      setting('INITIAL_WINDOW_SIZE', 4, 1),
      setting('MAX_FRAME_SIZE', 5, 16384),
      setting('MAX_HEADER_LIST_SIZE', 6, 8192),
      setting('ENABLE_CONNECT_PROTOCOL', 8, 1),
      setting('NO_RFC7540_PRIORITIES', 9, 1),
      setting('', 0xfe03, 5),
      setting('INITIAL_WINDOW_SIZE', 4, 2),
    ];
    const [, parameters, ...rest] = eventsOf('SERVER', 'SETTINGS', 0, { length: 60, settings });
    assert.deepEqual(rest, []);
    assert.deepEqual(parameters, {
      name: 'http2:parameters_set',
      data: {
        initiator: 'local',
        header_table_size: 0,
        enable_push: 0,
        max_concurrent_streams: 7,
        initial_window_size: 2,
        max_frame_size: 16384,
        max_header_list_size: 8192,
        extended_connect: 1,
        no_rfc7540_priorities: 1,
        unknown_0xfe03: 5,
      },
    });
    const [, ofTheClient] = eventsOf('CLIENT', 'SETTINGS', 0, { length: 6, settings: settings.slice(0, 1) });
    assert.deepEqual(ofTheClient?.data, { initiator: 'remote', header_table_size: 0 });
  });

  test('that set nothing, and their ACK, are frames only', () => {
    assert.equal(eventsOf('CLIENT', 'SETTINGS', 0, { settings: [] }).length, 1);
    assert.equal(eventsOf('CLIENT', 'SETTINGS', 0, { flags: ['ACK'], settings: [] }).length, 1);
  });
});

describe('header fields', () => {
  function fieldsOf(...fields: Parameters<typeof field>[]): unknown {
    const list = headers(
      'REQUEST',
      fields.map((each) => field(...each)),
    );
    const [event] = eventsOf('CLIENT', 'HEADERS', 1, { flags: ['END_HEADERS'], headers: list });
    return Object(event?.data.frame).headers;
  }

  test('that are printable ASCII are text, others the bytes they were sent as', () => {
    assert.deepEqual(
      fieldsOf(['te', 'trailers'], ['x-empty', ''], ['x-utf8', '\xc3\xa9'], ['x\0', 'a\r\n'], ['x-tab', 'a\tb']),
      [
        { name: 'te', value: 'trailers' },
        { name: 'x-empty', value: '' },
        { name: 'x-utf8', value_bytes: 'c3a9' },
        { name_bytes: '7800', value_bytes: '610d0a' },
        { name: 'x-tab', value: 'a\tb' },
      ],
    );
  });
});

describe('raw', () => {
  test('has the lengths with and without the 9 bytes of the frame header', () => {
    const [event] = eventsOf('CLIENT', 'WINDOW_UPDATE', 1, { length: 4, windowUpdate: { increment: 1 } });
    assert.deepEqual(Object(event?.data.frame).raw, { length: 13, payload_length: 4 });
  });

  test('has the bytes of DATA and of unknown frames as they begin on the wire', () => {
    const data = { padding: 2, preview: bytes('hi'), truncated: false };
    const [padded] = eventsOf('CLIENT', 'DATA', 0x7fff_ffff, { length: 5, flags: ['PADDED', 'END_STREAM'], data });
    assert.deepEqual(padded?.data.frame, {
      frame_type: 'data',
      padded: true,
      end_stream: true,
      raw: { length: 14, payload_length: 5, data: '0000050009' + '7fffffff' + '02' + '6869' },
    });
    const unknown = { preview: bytes('abc'), truncated: true };
    const [other] = eventsOf('SERVER', 'UNKNOWN', 3, { length: 300, flagBits: 0x42, flags: ['0x2', '0x40'], unknown });
    assert.deepEqual(Object(other?.data.frame).raw, {
      length: 309,
      payload_length: 300,
      data: '00012cfa42' + '00000003' + '616263',
    });
  });
});

test('what the draft has no word for stands beside the frame', () => {
  const [ack] = eventsOf('SERVER', 'PING', 0, {
    flags: ['ACK'],
    length: 8,
    ping: { opaque: '0102030405060708', ack: true, rttMs: 0.31 },
  });
  assert.deepEqual([ack?.data.rtt_ms, ack?.data.flag_bits], [0.31, 1]);
  const [sent] = eventsOf('CLIENT', 'HEADERS', 5, {
    flags: ['PRIORITY', 'END_HEADERS'],
    priority: { streamDependency: 3, exclusive: true, weight: 16 },
    headers: { ...headers('TRAILERS', []), incomplete: 'the list passed 65536 bytes' },
    window: { connection: 65535, stream: 5 },
  });
  const { frame: _frame, ...beside } = Object(sent?.data);
  assert.deepEqual(beside, {
    stream_id: 5,
    flag_bits: 0x24,
    field_section: {
      category: 'trailers',
      block_length: 86,
      list_size: 310,
      table_size: 245,
      incomplete: 'the list passed 65536 bytes',
    },
    priority: { exclusive: true, stream_dependency: 3, weight: 15 },
    window: { connection: 65535, stream: 5 },
  });
});
