import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { redactNothing } from '../../src/redaction.ts';
import type { Headers, TraceEvent } from '../../src/trace/event.ts';
import { MAX_OPEN_STREAMS } from '../../src/trace/stream-table.ts';
import { DEFAULT_MAX_LIST_SIZE } from '../../src/wire/hpack/decoder.ts';
import { HpackEncoder } from '../../src/wire/hpack/encoder.ts';
import { MAX_HEADER_BLOCK } from '../../src/wire/http2/header-block.ts';
import { frames, hex, join } from '../support/frames.ts';
import { CALL, client, fieldsOf, message, OK, playOpened, server, speakers, TRAILERS } from '../support/script.ts';
import { assertOnly, assertTranscript } from '../support/transcript.ts';

function headersOf(events: readonly TraceEvent[]): Headers[] {
  return events.flatMap((event) => (event.kind === 'frame' && event.frame.headers ? [event.frame.headers] : []));
}

const GET = { ':method': 'GET', ':path': '/' };

describe('RFC 9113 §8.1: what a header list is', () => {
  test('request, informational and final response, trailers of both sides', () => {
    const { request, response } = speakers();
    const events = playOpened([
      client(request(1, GET)),
      server(response(1, { ':status': '103' }), response(1, { ':status': '200' })),
      client(request(1, { 'x-checksum': '1' }, { endStream: true })),
      server(response(1, { 'x-checksum': '2' }, { endStream: true })),
    ]);
    assertTranscript(events)`
      5 CLIENT HEADERS 1 END_HEADERS REQUEST :method=GET :path=/
      6 opened 1 GET /
      7 SERVER HEADERS 1 END_HEADERS INFORMATIONAL :status=103
      8 SERVER HEADERS 1 END_HEADERS RESPONSE :status=200
      9 CLIENT HEADERS 1 END_STREAM,END_HEADERS TRAILERS x-checksum=1
      10 SERVER HEADERS 1 END_STREAM,END_HEADERS TRAILERS x-checksum=2
      11 closed 1 TRAILERS by SERVER http=200 APPLICATION: the response is complete; 3 ms, first byte 1 0/0 0/0
    `;
  });

  test('§8.4: the request that a server promises, and its response', () => {
    const { request, response, encoders } = speakers();
    const events = playOpened([
      client(request(1, GET, { endStream: true })),
      server(frames.pushPromise(1, 2, encoders.server.encode(fieldsOf({ ...GET, ':path': '/style.css' })))),
      server(response(2, { ':status': '200' }, { endStream: true })),
      client(request(3, GET, { endStream: true })),
    ]);
    assertTranscript(events)`
      5 CLIENT HEADERS 1 END_STREAM,END_HEADERS REQUEST :method=GET :path=/
      6 opened 1 GET /
      7 SERVER PUSH_PROMISE 1 END_HEADERS PUSH :method=GET :path=/style.css promises 2
      8 opened 2 GET /style.css
      9 SERVER HEADERS 2 END_STREAM,END_HEADERS RESPONSE :status=200
      10 closed 2 END_STREAM_WITHOUT_TRAILERS by SERVER http=200 APPLICATION: the response is complete; 1 ms, first byte 1 0/0 0/0
      11 CLIENT HEADERS 3 END_STREAM,END_HEADERS REQUEST :method=GET :path=/
      12 opened 3 GET /
    `;
  });

  test('§5.1.1: a promise does not take the ids of the client, nor one that was there before', () => {
    const { request, encoders } = speakers();
    const promise = (id: number) => frames.pushPromise(1, id, encoders.server.encode(fieldsOf(GET)));
    const events = playOpened([
      client(request(1, GET)),
      server(promise(100), promise(2), promise(0)),
      client(request(3, GET)),
    ]);
    assertOnly('streamOpened', events)`
      opened 1 GET /
      opened 100 GET /
      opened 3 GET /
    `;
  });
});

describe('RFC 9113 §6.10: CONTINUATION', () => {
  const block = (fields = CALL) => new HpackEncoder().encode(fieldsOf(fields));

  test('the list is on the frame that ends the block; END_STREAM and PRIORITY are on the one that begins it', () => {
    const bytes = block(GET);
    const priority = { streamDependency: 0, exclusive: true, weight: 256 };
    const events = playOpened([
      client(frames.headers(1, bytes.subarray(0, 1), { endStream: true, endHeaders: false, priority })),
      client(frames.continuation(1, '', { endHeaders: false }), frames.continuation(1, bytes.subarray(1))),
      server(frames.headers(1, hex('88'), { endStream: true })),
    ]);
    assertTranscript(events)`
      5 CLIENT HEADERS 1 END_STREAM,PRIORITY depends on 0 weight=256
      6 CLIENT CONTINUATION 1
      7 CLIENT CONTINUATION 1 END_HEADERS REQUEST :method=GET :path=/
      8 opened 1 GET /
      9 SERVER HEADERS 1 END_STREAM,END_HEADERS RESPONSE :status=200
      10 closed 1 END_STREAM_WITHOUT_TRAILERS by SERVER http=200 APPLICATION: the response is complete; 1 ms, first byte 1 0/0 0/0
    `;
    assert.deepEqual(
      headersOf(events).map(({ blockLength, listSize, tableSize }) => [blockLength, listSize, tableSize]),
      [
        [2, 42 + 38, 0],
        [1, 42, 0],
      ],
    );
  });

  test('a promise can go on in CONTINUATION', () => {
    const bytes = block(GET);
    const events = playOpened([
      client(frames.headers(1, bytes)),
      server(
        frames.pushPromise(1, 2, bytes.subarray(0, 1), { endHeaders: false }),
        frames.continuation(1, bytes.subarray(1)),
      ),
    ]);
    assertTranscript(events.slice(2))`
      7 SERVER PUSH_PROMISE 1 promises 2
      8 SERVER CONTINUATION 1 END_HEADERS PUSH :method=GET :path=/
      9 opened 2 GET /
    `;
  });

  test('interrupted by another frame: no list of this side can be decoded from there on, which is said once', () => {
    const events = playOpened([
      client(
        frames.headers(1, block(), { endHeaders: false }),
        frames.ping('0102030405060708'),
        frames.continuation(1, ''),
      ),
      client(frames.headers(3, block(), { endStream: true })),
      server(frames.headers(3, new HpackEncoder().encode(fieldsOf({ ':status': '204' })), { endStream: true })),
    ]);
    assertTranscript(events)`
      5 CLIENT HEADERS 1
      6 CLIENT PING 0102030405060708 !! PROTOCOL_ERROR CONNECTION: PING on stream 0 came within a header block, expected CONTINUATION on stream 1 (RFC 9113 §6.10)
      7 LOST CLIENT no more header lists of the client can be decoded: PING on stream 0 came within a header block, expected CONTINUATION on stream 1
      8 CLIENT CONTINUATION 1 END_HEADERS
      9 CLIENT HEADERS 3 END_STREAM,END_HEADERS REQUEST <incomplete: PING on stream 0 came within a header block, expected CONTINUATION on stream 1>
      10 opened 3
      11 SERVER HEADERS 3 END_STREAM,END_HEADERS RESPONSE :status=204
      12 closed 3 END_STREAM_WITHOUT_TRAILERS by SERVER http=204 APPLICATION: the response is complete; 1 ms, first byte 1 0/0 0/0
    `;
  });

  test('interrupted by DATA: said behind the event of that DATA, though it comes in parts', () => {
    const sent = join(frames.headers(1, block(), { endHeaders: false }), frames.data(1, 'abcdef'));
    const at = sent.length - 3;
    const cut = (bytes: Uint8Array) => [bytes.subarray(0, at), bytes.subarray(at)];
    assertTranscript(playOpened([client(sent)], { cut }))`
      5 CLIENT HEADERS 1
      6 CLIENT DATA 1 6 bytes "abcdef" window=65529 !! PROTOCOL_ERROR CONNECTION: DATA on stream 1 came within a header block, expected CONTINUATION on stream 1 (RFC 9113 §6.10)
      7 LOST CLIENT no more header lists of the client can be decoded: DATA on stream 1 came within a header block, expected CONTINUATION on stream 1
    `;
  });

  test('a flood: what is past the limit is not held, and the block is unreadable', () => {
    const fragment = new Uint8Array(16_384);
    const floods = MAX_HEADER_BLOCK / fragment.length;
    const flood = Array.from({ length: floods }, () => frames.continuation(1, fragment, { endHeaders: false }));
    const { request } = speakers();
    const events = playOpened([
      client(frames.headers(1, block(GET), { endHeaders: false }), ...flood),
      client(frames.continuation(1, ''), request(3, GET)),
    ]);
    assert.equal(events.length, floods + 6);
    assertTranscript(events.slice(floods))`
      21 CLIENT CONTINUATION 1
      22 CLIENT CONTINUATION 1 END_HEADERS REQUEST <incomplete: a header block was longer than the 262144 bytes that are held here>
      23 LOST CLIENT no more header lists of the client can be decoded: a header block was longer than the 262144 bytes that are held here
      24 opened 1
      25 CLIENT HEADERS 3 END_HEADERS REQUEST <incomplete: a header block was longer than the 262144 bytes that are held here>
      26 opened 3
    `;
  });
});

describe('RFC 9113 §4.3: header blocks that cannot be decoded', () => {
  test('the fields before the error are shown; later lists have none; the other side goes on', () => {
    const { request, response } = speakers();
    const broken = join(hex('82 84'), hex('ff 00'));
    const events = playOpened([
      client(frames.headers(1, broken), frames.ping('0102030405060708')),
      server(response(1, OK), frames.data(1, message('a')), response(1, TRAILERS, { endStream: true })),
      client(request(3, GET, { endStream: true }), request(1, {}, { endStream: true })),
    ]);
    assertTranscript(events)`
      5 CLIENT HEADERS 1 END_HEADERS REQUEST :method=GET :path=/ <incomplete: HPACK decoding failed: index 127, but the tables end at 61 (RFC 7541 §2.3.3)> !! COMPRESSION_ERROR CONNECTION: index 127, but the tables end at 61 (RFC 7541 §2.3.3)
      6 LOST CLIENT no more header lists of the client can be decoded: HPACK decoding failed: index 127, but the tables end at 61 (RFC 7541 §2.3.3)
      7 opened 1 GET /
      8 CLIENT PING 0102030405060708
      9 SERVER HEADERS 1 END_HEADERS RESPONSE :status=200 content-type=application/grpc
      10 SERVER DATA 1 6 bytes "\x00\x00\x00\x00\x01a" window=65529/65529
      11 message SERVER 1 #0 1 bytes "a" frames 10..10
      12 SERVER HEADERS 1 END_STREAM,END_HEADERS TRAILERS grpc-status=0
      13 CLIENT HEADERS 3 END_STREAM,END_HEADERS REQUEST <incomplete: HPACK decoding failed: index 127, but the tables end at 61 (RFC 7541 §2.3.3)>
      14 opened 3
      15 CLIENT HEADERS 1 END_STREAM,END_HEADERS TRAILERS <incomplete: HPACK decoding failed: index 127, but the tables end at 61 (RFC 7541 §2.3.3)>
      16 closed 1 TRAILERS by SERVER http=200 grpc=0 OK APPLICATION: the response is complete; 2 ms, first byte 1 0/0 1/6
    `;
  });

  test('what the stream lacks tells a response from trailers', () => {
    const { request } = speakers();
    const events = playOpened([
      client(request(1, CALL, { endStream: true })),
      server(frames.headers(1, hex('ff 00')), frames.headers(1, hex('88'), { endStream: true })),
    ]);
    assertTranscript(events.slice(2))`
      7 SERVER HEADERS 1 END_HEADERS RESPONSE <incomplete: HPACK decoding failed: index 127, but the tables end at 61 (RFC 7541 §2.3.3)> !! COMPRESSION_ERROR CONNECTION: index 127, but the tables end at 61 (RFC 7541 §2.3.3)
      8 LOST SERVER no more header lists of the server can be decoded: HPACK decoding failed: index 127, but the tables end at 61 (RFC 7541 §2.3.3)
      9 SERVER HEADERS 1 END_STREAM,END_HEADERS TRAILERS <incomplete: HPACK decoding failed: index 127, but the tables end at 61 (RFC 7541 §2.3.3)>
      10 closed 1 TRAILERS by SERVER UNKNOWN: the head of the response is not known; 1 ms, first byte 1 0/0 0/0
    `;
  });

  test('a frame that cannot be read ends decoding too, and nothing of its payload is shown', () => {
    const { request } = speakers();
    const padded = frames.raw(0x1, 0x4 | 0x8, 1, hex('09 82 84'));
    assertTranscript(playOpened([client(padded, request(3, GET))]))`
      5 CLIENT HEADERS 1 END_HEADERS,PADDED REQUEST <incomplete: a frame of a header block could not be read> "…" !! PROTOCOL_ERROR CONNECTION: HEADERS has a payload of 3 bytes, too short for its 9 bytes of padding (RFC 9113 §6.2)
      6 LOST CLIENT no more header lists of the client can be decoded: a frame of a header block could not be read
      7 opened 1
      8 CLIENT HEADERS 3 END_HEADERS REQUEST <incomplete: a frame of a header block could not be read>
      9 opened 3
    `;
  });

  test('§6.5.2: a list past our limit is shown in part, and decoding goes on', () => {
    const { request, encoders } = speakers();
    const first = encoders.client.encode(fieldsOf({ ...GET, 'x-a': 'a'.repeat(4000) }));
    // 0xbe is the newest entry of the dynamic table, RFC 7541 §2.3.3.
    const many = join(first, new Uint8Array(100).fill(0xbe));
    const events = playOpened([client(frames.headers(1, many)), client(request(3, GET))]);
    const [whole, next] = headersOf(events);
    assert.equal(whole?.incomplete, `only the first ${DEFAULT_MAX_LIST_SIZE} bytes of the list are shown`);
    assert.ok((whole?.listSize ?? 0) > DEFAULT_MAX_LIST_SIZE);
    assert.equal(next?.incomplete, undefined);
  });
});

describe('redaction', () => {
  const SECRETS = {
    ...CALL,
    authorization: 'Bearer abc',
    Cookie: 'a=b',
    'X-API-Key': 'k',
    'x-public': 'p',
  };

  test('takes out the values of secret names in any case, and keeps all else', () => {
    const { request } = speakers();
    const events = playOpened([client(request(1, SECRETS))]);
    assertTranscript(events)`
      5 CLIENT HEADERS 1 END_HEADERS REQUEST :method=POST :scheme=http :path=/pkg.Service/Method :authority=host content-type=application/grpc authorization=<redacted> Cookie=<redacted> X-API-Key=<redacted> x-public=p
      6 opened 1 POST host/pkg.Service/Method rpc=pkg.Service:Method
    `;
    const [secret] = headersOf(events)[0]?.fields.filter(({ name }) => name === 'authorization') ?? [];
    assert.deepEqual(secret, {
      name: 'authorization',
      value: '',
      redacted: true,
      representation: 'LITERAL_INDEXED',
      index: 23,
    });
  });

  test('RFC 7541 §7.1.3: never-indexed values are secret everywhere, and still decoded by', () => {
    const { request, encoders } = speakers();
    const hidden = encoders.client.encode(fieldsOf(CALL, 'NEVER_INDEXED'));
    const status = encoders.server.encode(
      fieldsOf({ ...OK, 'grpc-status': '7', 'grpc-message': 'secret', server: 'envoy' }, 'NEVER_INDEXED'),
    );
    const events = playOpened([
      client(frames.headers(1, hidden), frames.data(1, message(hex('0801')), { endStream: true })),
      server(frames.headers(1, status, { endStream: true })),
      client(request(3, GET)),
    ]);
    assertTranscript(events)`
      5 CLIENT HEADERS 1 END_HEADERS REQUEST :method=<redacted> :scheme=<redacted> :path=<redacted> :authority=<redacted> content-type=<redacted>
      6 opened 1
      7 CLIENT DATA 1 END_STREAM 7 bytes "\x00\x00\x00\x00\x02\x08\x01" window=65528/65528
      8 message CLIENT 1 #0 2 bytes "\x08\x01" frames 7..7 fields=1:1
      9 SERVER HEADERS 1 END_STREAM,END_HEADERS RESPONSE :status=<redacted> content-type=<redacted> grpc-status=<redacted> grpc-message=<redacted> server=<redacted>
      10 closed 1 TRAILERS_ONLY by SERVER http=200 grpc=7 PERMISSION_DENIED UNKNOWN: trailers-only reply: a handler, its library or a proxy may have sent it; 1 ms, first byte 1 1/7 0/0
      11 CLIENT HEADERS 3 END_HEADERS REQUEST :method=GET :path=/
      12 opened 3 GET /
    `;
  });

  test('can be switched off', () => {
    const { encoders } = speakers();
    const block = encoders.client.encode(fieldsOf({ authorization: 'Bearer abc', 'x-a': 'never' }, 'NEVER_INDEXED'));
    assertOnly('frame', playOpened([client(frames.headers(1, block))], { isSecret: redactNothing }))`
      CLIENT HEADERS 1 END_HEADERS REQUEST authorization=Bearer abc x-a=never
    `;
  });

  test('a list without secrets is the decoder’s own', () => {
    const { request } = speakers();
    const [first, second] = headersOf(playOpened([client(request(1, CALL), request(3, CALL))]));
    assert.ok(
      first !== undefined && first.fields.length === 5 && first.fields.every((field) => field.redacted === undefined),
    );
    assert.equal(second?.fields[0], first.fields[0]);
  });
});

test('more streams than are followed: frames go on, which is said once, and a stream that closes makes room', () => {
  const { request } = speakers();
  const opens = Array.from({ length: MAX_OPEN_STREAMS }, (_, n) => request(2 * n + 1, GET));
  const next = (n: number) => 2 * (MAX_OPEN_STREAMS + n) + 1;
  const events = playOpened([
    client(...opens),
    client(request(next(0), GET), request(next(1), GET), frames.data(next(1), 'abc', { endStream: true })),
    server(frames.rst(1, 'REFUSED_STREAM')),
    client(request(next(2), GET)),
  ]);
  assertTranscript(events.slice(2 * MAX_OPEN_STREAMS))`
    32773 CLIENT HEADERS 32769 END_HEADERS REQUEST :method=GET :path=/
    32774 LOST more than 16384 streams are open at once: the others are shown as frames only
    32775 CLIENT HEADERS 32771 END_HEADERS REQUEST :method=GET :path=/
    32776 CLIENT DATA 32771 END_STREAM 3 bytes "abc" window=65532
    32777 SERVER RST_STREAM 1 REFUSED_STREAM
    32778 closed 1 RST_STREAM by SERVER at REQUEST REFUSED_STREAM INFRASTRUCTURE: refused before any processing, RFC 9113 §8.7; retrySafe=true 2 ms 0/0 0/0
    32779 CLIENT HEADERS 32773 END_HEADERS REQUEST :method=GET :path=/
    32780 opened 32773 GET /
  `;
});
