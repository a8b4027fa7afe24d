import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pcapngOf } from '../../../src/formats/pcapng/pcapng.ts';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { HpackEncoder } from '../../../src/wire/hpack/encoder.ts';
import { finding, START, sampleBodies, stamp } from '../../support/events.ts';
import { frames, hex, PREFACE } from '../../support/frames.ts';
import {
  CALL,
  client,
  fieldsOf,
  message,
  OK,
  OPENING,
  type Step,
  server,
  speakers,
  TRAILERS,
} from '../../support/script.ts';
import {
  CLIENT,
  commentsOf,
  exported,
  listsOf,
  SERVER,
  sent,
  traced,
  withoutRepresentation,
  written,
} from './export.ts';

const HELLO = message('\n\u0005hello');

/** Calls on streams 1, 3, …: the later ones refer to the dynamic tables. */
function calls(count: number, added = {}): Step[] {
  const { request, response } = speakers();
  return Array.from({ length: count }, (_, n) => 2 * n + 1).flatMap((id) => [
    client(request(id, { ...CALL, ...added }), frames.data(id, HELLO, { endStream: true })),
    server(response(id, OK), frames.data(id, HELLO), response(id, TRAILERS, { endStream: true })),
  ]);
}

function assertAsSent(steps: readonly Step[], events: readonly TraceEvent[] = traced(steps)): void {
  const packets = exported(events);
  assert.equal(written(packets, CLIENT), sent(steps, 'CLIENT'));
  assert.equal(written(packets, SERVER), sent(steps, 'SERVER'));
}

describe('a connection that is all there', () => {
  test('is written byte for byte: preface, frames, header blocks', () => assertAsSent([...OPENING, ...calls(3)]));

  test('also where literals are not Huffman-coded', () => {
    const block = new HpackEncoder({ huffman: 'NEVER' }).encode(fieldsOf(CALL));
    assertAsSent([...OPENING, client(frames.headers(1, block, { endStream: true }))]);
  });

  test('every type of frame, padding and priority fields included', () => {
    const { encoders, request } = speakers();
    const block = encoders.server.encode(fieldsOf({ ':method': 'GET', ':path': '/a' }));
    assertAsSent([
      ...OPENING,
      client(request(1, CALL, { padding: 7, priority: { streamDependency: 0, exclusive: true, weight: 201 } })),
      client(
        frames.data(1, 'abc', { padding: 9 }),
        frames.priority(3, { streamDependency: 1, exclusive: false, weight: 1 }),
      ),
      server(frames.pushPromise(1, 2, block, { padding: 3 }), frames.altsvc(0, 'https://a', 'h3=":443"')),
      server(frames.origin('https://b.test', 'https://c'), frames.windowUpdate(0, 77), frames.ping('0102030405060708')),
      client(frames.pong('0102030405060708'), frames.priorityUpdate(1, 'u=1'), frames.raw(0xfa, 0x42, 1, 'whatever')),
      client(frames.settings({ INITIAL_WINDOW_SIZE: 70_000, MAX_FRAME_SIZE: 20_000 }), frames.rst(1, 'CANCEL')),
      server(frames.goaway(1, 'ENHANCE_YOUR_CALM', 'too_many_pings')),
    ]);
  });

  test('a header block in several frames has in each what was in it', () => {
    const { encoders } = speakers();
    const block = encoders.client.encode(fieldsOf(CALL));
    const first = frames.headers(1, block.subarray(0, 10), { endHeaders: false, padding: 5 });
    const more = frames.continuation(1, block.subarray(10, 20), { endHeaders: false });
    assertAsSent([...OPENING, client(first, more, frames.continuation(1, block.subarray(20)))]);
  });

  test('size updates of the HPACK table are found again', () => {
    const { encoders, request } = speakers();
    const smaller = server(frames.settings({ HEADER_TABLE_SIZE: 100 }));
    const acked = client(frames.settingsAck());
    const before = request(1, CALL, { endStream: true });
    encoders.client.setMaxTableSize(100);
    const steps = [client(before), smaller, acked, client(request(3, CALL, { endStream: true }))];
    assertAsSent([...OPENING, ...steps, client(request(5, CALL, { endStream: true }))]);
  });

  test('times are those of the trace, and the end is that of the connection', () => {
    const packets = exported(traced(OPENING, { end: { how: 'RST', endedBy: 'SERVER', error: 'server: ECONNRESET' } }));
    assert.equal(packets[0]?.time, START);
    const last = packets.at(-1);
    assert.deepEqual([last?.source, last?.flags, last?.time], [SERVER, 'RST,ACK', START + 3000]);
    assert.match(last?.comments[0] ?? '', /^Closed by the SERVER: RST, server: ECONNRESET/);
  });

  test('one that we cut is reset by us', () => {
    const last = exported(traced(OPENING, { end: { how: 'LOCAL', error: 'cut by us' } })).at(-1);
    assert.deepEqual([last?.source, last?.flags], [SERVER, 'RST,ACK']);
  });

  test('TLS: clear text, and a comment that names what was agreed', () => {
    const tls = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', alpn: 'h2', sni: 'echo.sre' };
    const packets = exported(traced([...OPENING, ...calls(1)], {}, { protocol: 'h2', tls }));
    assert.equal(written(packets, CLIENT), sent([...OPENING, ...calls(1)], 'CLIENT'));
    assert.match(
      packets[0]?.comments.join('\n') ?? '',
      /over TLS \(TLSv1\.3, TLS_AES_256_GCM_SHA384, SNI echo\.sre, ALPN h2\)/,
    );
  });

  test('where we are the client, the other end is the server', () => {
    const opened = {
      role: 'CLIENT',
      peer: { address: '10.0.9.2', port: 50051 },
      local: { address: '10.0.3.7', port: 44646 },
    } as const;
    const packets = exported(traced(OPENING, {}, opened));
    assert.equal(written(packets, CLIENT), sent(OPENING, 'CLIENT'));
  });

  test('IPv6', () => {
    const peer = { address: '2001:db8::7', port: 1 };
    const packets = exported(traced(OPENING, {}, { peer, local: { address: '2001:db8::1', port: 2 } }));
    assert.equal(written(packets, '[20010db8000000000000000000000007]:1'), sent(OPENING, 'CLIENT'));
  });

  test('before a server that speaks first stands the preface, and it says so', () => {
    const steps = [server(frames.settings()), ...OPENING];
    const packets = exported(traced(steps));
    assert.equal(written(packets, CLIENT), sent(steps, 'CLIENT'));
    assert.equal(packets[3]?.source, CLIENT);
    assert.match(packets[3]?.comments[0] ?? '', /^When the client sent its preface/);
  });
});

describe('what the trace does not tell', () => {
  test('redacted values that have no place in the table: other blocks are as sent', () => {
    const { encoders } = speakers();
    const secret = [
      ...fieldsOf(CALL),
      { name: 'authorization', value: 'Bearer x', representation: 'LITERAL' } as const,
    ];
    const step = (id: number) => client(frames.headers(id, encoders.client.encode(secret), { endStream: true }));
    const packets = exported(traced([...OPENING, step(1), step(3)]));
    const [first, second] = listsOf(packets, CLIENT);
    assert.equal(first?.at(-1), 'authorization: [redacted] (LITERAL)');
    assert.equal(second?.[2], ':path: /pkg.Service/Method (INDEXED)');
    const told = packets.filter(({ comments }) => /may be longer or shorter/.test(comments.join()));
    assert.equal(told.length, 1);
    assert.doesNotMatch(commentsOf(packets).join('\n'), /written as literals/);
  });

  test('a table that is not that of the sender: literals from there on, said once, and the fields are those of the trace', () => {
    const { encoders } = speakers();
    const opening = [client(PREFACE, frames.settings()), server(frames.settings({ HEADER_TABLE_SIZE: 118 }))];
    encoders.client.setMaxTableSize(118);
    // Of 36, 36 and 46 octets: with the nine more of "[redacted]" the first one has no place in the table.
    const fields = fieldsOf({ 'x-a': '1', 'x-b': '2', authorization: 'b' });
    const request = (id: number) => client(frames.headers(id, encoders.client.encode(fields), { endStream: true }));
    const packets = exported(traced([...opening, client(frames.settingsAck()), request(1), request(3), request(5)]));
    const lists = listsOf(packets, CLIENT);
    assert.deepEqual(
      lists.map((list) => list.map(withoutRepresentation)),
      Array(3).fill(['x-a: 1', 'x-b: 2', 'authorization: [redacted]']),
    );
    assert.deepEqual(
      lists.map(([first]) => first),
      ['x-a: 1 (LITERAL_INDEXED)', 'x-a: 1 (LITERAL)', 'x-a: 1 (LITERAL)'],
    );
    assert.equal(packets.filter(({ comments }) => /written as literals/.test(comments.join())).length, 1);
  });

  test('DATA: the bytes that are not known are zeros, as many as there were', () => {
    const long = frames.data(1, 'abcdef'.repeat(10), { padding: 4 });
    const packets = exported(traced([...OPENING, client(speakers().request(1, CALL), long)], { previewBytes: 6 }));
    const packet = packets.find(({ comments }) => /first 6 are as sent/.test(comments.join()));
    assert.equal(packet?.payload.toString('latin1'), `\0\0\x41\0\x08\0\0\0\x01\x04abcdef${'\0'.repeat(58)}`);
    assert.match(packet?.comments[0] ?? '', /^Of the 60 bytes/);
  });

  test('a violation is written as it was, and said', () => {
    const bad = frames.raw(0x8, 0, 0, hex('000000'));
    const steps = [...OPENING, client(bad)];
    const packets = exported(traced(steps));
    assert.equal(written(packets, CLIENT), sent(steps, 'CLIENT'));
    assert.match(commentsOf(packets).join('\n'), /Violation: FRAME_SIZE_ERROR of the CONNECTION/);
  });
});

describe('a cut connection', () => {
  const steps = [...OPENING, ...calls(2)];
  const cut = traced(steps).filter(({ seq }) => seq > 12);

  test('begins with a start that stands for what is missing, and says so', () => {
    const packets = exported(cut);
    assert.deepEqual(
      packets.slice(0, 6).map(({ flags }) => flags),
      ['SYN', 'SYN,ACK', 'ACK', 'PSH,ACK', 'PSH,ACK', 'PSH,ACK'],
    );
    assert.match(packets[0]?.comments.join('\n') ?? '', /The beginning of this connection is not in the trace/);
    assert.equal(packets[3]?.payload.toString('latin1'), 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    assert.equal(packets[4]?.payload.toString('hex'), '000000040000000000');
    assert.equal(packets[5]?.payload.toString('hex'), '000000040000000000');
    for (const { comments } of packets.slice(3, 6)) assert.match(comments[0] ?? '', /^Not captured/);
  });

  test('has the addresses that are known from elsewhere', () => {
    const [first] = traced([]);
    const opened = first?.kind === 'connectionOpened' ? first.connectionOpened : assert.fail();
    assert.equal(exported(cut, { openedOf: () => opened })[0]?.source, CLIENT);
    assert.equal(exported(cut)[0]?.source, '192.0.2.1:1025');
  });

  test('one whose first frames were not recorded is one, too', () => {
    const [first, ...rest] = traced(steps);
    const late = [first ?? assert.fail(), ...rest.filter(({ seq }) => seq > 12)];
    const packets = exported(late);
    assert.equal(packets[0]?.source, CLIENT);
    assert.match(commentsOf(packets).join('\n'), /The beginning of this connection is not in the trace/);
  });

  test('the answer to a gRPC request that is missing has one that is made up in front of it', () => {
    const at = traced(steps).findIndex(
      (event) => event.kind === 'frame' && event.frame.headers?.category === 'RESPONSE',
    );
    const packets = exported(traced(steps).slice(at));
    const lists = listsOf(packets, '192.0.2.1:1025');
    assert.deepEqual(lists[0], [':path: /not-captured (LITERAL)']);
    assert.equal(lists.length, 2, 'the second request is there');
    const made = packets.filter(
      ({ comments, source }) => source === '192.0.2.1:1025' && /^Not captured/.test(comments[0] ?? ''),
    );
    assert.equal(made.length, 3, 'preface, SETTINGS, request');
  });

  test('events that were dropped: literals from there on, and the loss is said', () => {
    const lost: TraceEvent = {
      ...{ seq: 9, time: START, offsetMs: 0, conn: '', kind: 'traceLost' },
      traceLost: { reason: 'the disk', dropped: 3, firstSeq: 9, lastSeq: 11 },
    };
    const events = traced(steps);
    const packets = exported([...events.slice(0, 8), lost, ...events.slice(11)]);
    assert.match(commentsOf(packets).join('\n'), /dropped 3 events \(seq 9-11\): the disk/);
  });
});

describe('findings and ends of streams', () => {
  const events = traced([...OPENING, ...calls(1)]);
  const found = (seq: number, evidence: readonly number[]): TraceEvent => ({
    ...{ seq, time: START, offsetMs: 0, conn: 'c1' },
    ...finding({ evidence }),
  });

  test('a finding is on its evidence where that is not written yet', () => {
    const at = events.findIndex((event) => event.kind === 'frame' && event.frame.type === 'DATA');
    const data = events[at] ?? assert.fail();
    const packets = exported([...events.slice(0, at + 1), found(99, [data.seq]), ...events.slice(at + 1)]);
    const packet = packets.find(({ comments }) => /grpc-missing-status/.test(comments.join()));
    assert.equal(packet?.payload.readUInt8(3), 0, 'DATA');
    assert.match(
      packet?.comments[0] ?? '',
      /^ERROR: The response ended without grpc-status \[grpc-missing-status f1\]\nThe stream/,
    );
  });

  test('else on the next packet of its connection', () => {
    const packets = exported([...events.slice(0, 4), found(99, [2]), ...events.slice(4)]);
    const n = packets.findIndex(({ comments }) => /grpc-missing-status/.test(comments.join()));
    assert.equal(packets[n]?.payload.toString('hex'), packets[7]?.payload.toString('hex'));
  });

  test('and without one, on a packet of its own at the end', () => {
    const open = traced(OPENING, {}).slice(0, -1);
    const last = exported([...open, found(99, [])]).at(-1);
    assert.deepEqual([last?.flags, last?.payload.length], ['ACK', 0]);
    assert.match(last?.comments[0] ?? '', /grpc-missing-status/);
  });

  test('a stream that ended with an error is said where it ended', () => {
    const packets = exported(traced([...OPENING, client(speakers().request(1, CALL), frames.rst(1, 'CANCEL'))]));
    const packet = packets.find(({ comments }) => /^Stream 1 ended with CANCEL/.test(comments.join()));
    assert.equal(packet?.payload.readUInt8(3), 3, 'RST_STREAM');
  });
});

test('no secret of the traffic is in the file', () => {
  const steps = [...OPENING, ...calls(2, { authorization: 'Bearer sesame', cookie: 'a=sesame' })];
  const text = exported(traced(steps))
    .map(({ payload }) => payload.toString('latin1'))
    .join('');
  assert.equal(text.includes('sesame'), false);
});

test('events are read as bytes are asked for', () => {
  let read = 0;
  const [first, ...rest] = traced([...OPENING, ...calls(1)]).slice(0, -1);
  function* endless(): Generator<TraceEvent> {
    yield first ?? assert.fail();
    for (;;) {
      for (const event of rest) {
        read += 1;
        yield event;
      }
    }
  }
  const file = pcapngOf(endless(), { application: 'test' });
  const sizes = Array.from({ length: 20 }, () => file.next().value?.length ?? 0);
  for (const size of sizes) assert.ok(size >= 65_536 && size < 2 * 65_536, `${size}`);
  assert.ok(read < 40_000, `${read} events`);
});

test('every kind of event, with and without the start of its connection', () => {
  const all = stamp(sampleBodies());
  const frameCount = all.filter(({ kind }) => kind === 'frame').length;
  for (const events of [all, [...traced([]).slice(0, 1), ...all]]) {
    assert.ok(exported(events).filter(({ payload }) => payload.length > 0).length >= frameCount);
  }
});

test('no events: a file without packets', () => {
  assert.deepEqual(exported([]), []);
});
