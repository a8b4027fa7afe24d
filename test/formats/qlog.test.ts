import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { qlogOf } from '../../src/formats/qlog.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { bytes, connectionOpened, type EventBody, finding, frame, sampleBodies, stamp } from '../support/events.ts';
import { frames } from '../support/frames.ts';
import { eventFaults, headerFaults, QLOG_FRAME_TYPES } from '../support/qlog-schema.ts';
import { CALL, client, FIN, message, OK, OPENING, play, server, speakers, TRAILERS } from '../support/script.ts';

const WRITER = { name: 'sre-test-server', version: '1.2.3' };

interface QlogRecord {
  readonly time: number;
  readonly name: string;
  readonly group_id?: string;
  readonly data: { readonly frame?: Readonly<Record<string, unknown>>; readonly [key: string]: unknown };
}

/** The header and the records behind it, read as RFC 7464 says. */
function parsed(events: Iterable<TraceEvent>): { header: unknown; records: QlogRecord[] } {
  const [header, ...records] = [...qlogOf(events, WRITER)].map((record) => {
    assert.ok(record.startsWith('\x1e') && record.endsWith('\n'));
    return JSON.parse(record.slice(1));
  });
  return { header, records };
}

function recordsOf(...bodies: readonly EventBody[]): QlogRecord[] {
  return parsed(stamp(bodies)).records;
}

/** "0.25 c1 http2:frame_parsed ping 0": what is in every record. */
function summary({ time, group_id, name, data }: QlogRecord): string {
  const what = data.frame?.frame_type ?? data.new ?? data.trigger ?? '';
  return [time, group_id, name, what, data.stream_id].filter((part) => part !== undefined && part !== '').join(' ');
}

function callOnOneConnection(): TraceEvent[] {
  const { request, response } = speakers();
  return play(
    [
      ...OPENING,
      client(request(1, CALL), frames.data(1, message('hello'), { endStream: true })),
      server(response(1, OK), frames.data(1, message('world')), response(1, TRAILERS, { endStream: true })),
    ],
    { end: FIN },
  );
}

describe('the file', () => {
  test('begins with a header that tells schema and serialization first, and the time of the first event', () => {
    const { header } = parsed(stamp([finding()]));
    assert.deepEqual(headerFaults(header), []);
    assert.deepEqual(header, {
      file_schema: 'urn:ietf:params:qlog:file:sequential',
      serialization_format: 'application/qlog+json-seq',
      title: 'sre-test-server 1.2.3',
      trace: {
        common_fields: {
          time_format: 'relative_to_epoch',
          reference_time: { clock_type: 'system', epoch: '2026-11-21T01:42:47.123456Z' },
        },
        vantage_point: { name: 'sre-test-server', type: 'network', flow: 'server' },
        event_schemas: [
          'urn:ietf:params:qlog:events:http2-00',
          'urn:sre-test-server:qlog:events:sre-test-server',
          'urn:sre-test-server:qlog:events:http2#sre-test-server',
        ],
      },
    });
    const [text = ''] = qlogOf([], WRITER);
    assert.ok(text.indexOf('"title"') < 256);
  });

  test('of no events is a header', () => {
    const { header, records } = parsed([]);
    assert.deepEqual(headerFaults(header), []);
    assert.deepEqual(records, []);
  });

  test('has the events of many connections in their order, grouped by connection, in milliseconds since the first', () => {
    const ping = frame('CLIENT', 'PING', 0, { length: 8, ping: { opaque: '0102030405060708', ack: false } });
    const lost: EventBody = { kind: 'traceLost', traceLost: { reason: 'slow', dropped: 3 } };
    const events = [...stamp([ping, ping], 'c1'), ...stamp([ping], 'c2', 3), ...stamp([lost], '', 4)];
    const at = (event: TraceEvent, n: number): TraceEvent => ({ ...event, time: event.time + n * 1001 });
    const { records } = parsed(events.map(at));
    assert.deepEqual(records.map(summary), [
      '0 c1 http2:frame_parsed ping 0',
      '1.251 c1 http2:frame_parsed ping 0',
      '2.002 c2 http2:frame_parsed ping 0',
      '3.003 sre-test-server:trace_lost',
    ]);
  });

  test('is written as it is read: a record is not held back for the next event', () => {
    let taken = 0;
    function* counted(): Generator<TraceEvent> {
      for (const event of stamp(sampleBodies())) {
        taken++;
        yield event;
      }
    }
    const file = qlogOf(counted(), WRITER);
    assert.equal(taken, 0);
    file.next();
    file.next();
    assert.equal(taken, 1);
  });
});

test('a call on a connection, record by record', () => {
  const { records } = parsed(callOnOneConnection());
  assert.deepEqual(records.map(summary), [
    '0 c1 http2:frame_parsed settings 0',
    '1 c1 http2:frame_created settings 0',
    '1 c1 http2:frame_created settings 0',
    '2 c1 http2:frame_parsed settings 0',
    '3 c1 http2:frame_parsed headers 1',
    '3 c1 sre-test-server:stream_state_updated open 1',
    '3 c1 http2:frame_parsed data 1',
    '3 c1 sre-test-server:message 1',
    '4 c1 http2:frame_created headers 1',
    '4 c1 http2:frame_created data 1',
    '4 c1 sre-test-server:message 1',
    '4 c1 http2:frame_created headers 1',
    '4 c1 sre-test-server:stream_state_updated closed 1',
    '5 c1 sre-test-server:connection_closed fin',
  ]);
  const times = records.map(({ time }) => time);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  assert.deepEqual(records[4]?.data, {
    stream_id: 1,
    frame: {
      frame_type: 'headers',
      end_headers: true,
      headers: Object.entries(CALL).map(([name, value]) => ({ name, value })),
      raw: { length: 45, payload_length: 36 },
    },
    flag_bits: 4,
    field_section: { category: 'request', block_length: 36, list_size: 248, table_size: 162 },
  });
});

describe('the schemas', () => {
  const records = recordsOf(...sampleBodies());

  test('every record of every kind has the fields that are required, and none that its schema does not name', () => {
    for (const record of [...records, ...parsed(callOnOneConnection()).records]) {
      assert.deepEqual(eventFaults(record), [], JSON.stringify(record));
    }
  });

  test('every frame type of the draft is written', () => {
    const types = new Set(records.map(({ data }) => data.frame?.frame_type).filter((type) => type !== undefined));
    assert.deepEqual([...types].toSorted(), [...QLOG_FRAME_TYPES].toSorted());
  });

  test('every kind of event is written, in the namespace of its schema', () => {
    const own = records.map(({ name }) => name).filter((name) => !name.startsWith('http2:'));
    assert.deepEqual([...new Set(own)].toSorted(), [
      'sre-test-server:connection_closed',
      'sre-test-server:connection_started',
      'sre-test-server:finding',
      'sre-test-server:http1',
      'sre-test-server:message',
      'sre-test-server:stream_state_updated',
      'sre-test-server:trace_lost',
    ]);
  });

  test('names of fields are lower case, main schema §11.2', () => {
    const names = records.flatMap((record) => keysIn(record));
    assert.ok(names.length > 100);
    assert.deepEqual(
      names.filter((name) => name !== name.toLowerCase()),
      [],
    );
  });

  test('the checks find what is missing, of another type, or too much', () => {
    const [record] = recordsOf(frame('SERVER', 'RST_STREAM', 5, { rstStream: { error: 'CANCEL', errorCode: 8 } }));
    assert.ok(record);
    assert.deepEqual(eventFaults(record), []);
    const { frame: reset } = record.data;
    assert.deepEqual(
      eventFaults({ ...record, time: '0', data: { frame: { ...reset, error_code: 2 ** 32, weight: 1 } } }),
      [
        'event.time is "0" and no float64',
        'http2:frame_created.stream_id is missing',
        'rst_stream.weight is not in the schema',
        'rst_stream.error_code is 4294967296 and no uint32',
      ],
    );
  });
});

test('what comes of a peer is printable but for the separator', () => {
  const goaway = { lastStreamId: 0, error: '', errorCode: 77, debug: '\x1b[2J' };
  const altsvc = { origin: 'a\x9b\u202e\x1e', fieldValue: '\n' };
  const events = stamp([
    frame('SERVER', 'GOAWAY', 0, { length: 12, goaway }),
    frame('SERVER', 'ALTSVC', 0, { length: 12, altsvc }),
    connectionOpened({ peer: { address: '\x1b]0;', port: 1 } }),
  ]);
  for (const record of qlogOf(events, WRITER)) assert.match(record.slice(1, -1), /^[\x20-\x7e]*$/);
});

test('a redacted value is not in it, whatever the event has', () => {
  const value = 'hunter2';
  const secret = { name: 'cookie', value, redacted: true, representation: 'LITERAL', index: 0 } as const;
  const list = { category: 'REQUEST', fields: [secret], blockLength: 9, listSize: 45, tableSize: 0 } as const;
  const http1 = { from: 'CLIENT', stage: 'END', index: 0, startLine: 'GET / HTTP/1.1' } as const;
  const events = stamp([
    frame('CLIENT', 'HEADERS', 1, { headers: list }),
    frame('CLIENT', 'CONTINUATION', 1, { headers: list }),
    frame('SERVER', 'PUSH_PROMISE', 1, { headers: list, pushPromise: { promisedStreamId: 2 } }),
    { kind: 'http1', http1: { ...http1, fields: [secret], trailers: [secret] } },
  ]);
  const file = [...qlogOf(events, WRITER)].join('');
  assert.equal(file.includes(value), false);
  assert.equal(file.match(/\{"name":"cookie","redacted":true\}/g)?.length, 5);
});

/** All names of fields in a value, at any depth. */
function keysIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...keysIn(each)]);
}

test('a payload that was not kept has its length only', () => {
  const none = { padding: 0, preview: bytes(''), truncated: true };
  const [record] = recordsOf(frame('CLIENT', 'DATA', 1, { length: 70_000, data: none }));
  assert.deepEqual(record?.data.frame, { frame_type: 'data', raw: { length: 70_009, payload_length: 70_000 } });
});
