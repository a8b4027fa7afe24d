/** RFC 9113 §6.5.3: settings bind the other side from its ACK on. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MAX_UNACKNOWLEDGED } from '../../src/trace/settings-ledger.ts';
import { HpackEncoder } from '../../src/wire/hpack/encoder.ts';
import { SETTING } from '../../src/wire/http2/settings.ts';
import { frames, hex, join } from '../support/frames.ts';
import { client, fieldsOf, playOpened, server, speakers } from '../support/script.ts';
import { assertOnly } from '../support/transcript.ts';

const POST = { ':method': 'POST', ':path': '/' };

describe('§6.9.2: INITIAL_WINDOW_SIZE', () => {
  test('moves the windows of open streams at the ACK, also below zero, and those of new streams; not the connection', () => {
    const { request } = speakers();
    const events = playOpened([
      client(request(1, POST), frames.data(1, '12345')),
      server(frames.settings({ INITIAL_WINDOW_SIZE: 3 })),
      client(frames.data(1, '6')),
      client(frames.settingsAck(), frames.data(1, '')),
      client(request(3, POST), frames.data(3, '789')),
      server(frames.windowUpdate(1, 2), frames.settings({ INITIAL_WINDOW_SIZE: 6 })),
      client(frames.settingsAck(), frames.data(1, 'ab')),
    ]);
    assertOnly('frame', events)`
      CLIENT HEADERS 1 END_HEADERS REQUEST :method=POST :path=/
      CLIENT DATA 1 5 bytes "12345" window=65530/65530
      SERVER SETTINGS INITIAL_WINDOW_SIZE=3 window=65530
      CLIENT DATA 1 1 bytes "6" window=65529/65529
      CLIENT SETTINGS ACK window=65529
      CLIENT DATA 1 0 bytes "" window=65529/-3
      CLIENT HEADERS 3 END_HEADERS REQUEST :method=POST :path=/
      CLIENT DATA 3 3 bytes "789" window=65526/0
      SERVER WINDOW_UPDATE 1 +2 window=65526/-1
      SERVER SETTINGS INITIAL_WINDOW_SIZE=6 window=65526
      CLIENT SETTINGS ACK window=65526
      CLIENT DATA 1 2 bytes "ab" window=65524/0
    `;
  });

  test('of the client, moves what the server may send', () => {
    const { request, response } = speakers();
    const events = playOpened([
      client(request(1, POST), frames.settings({ INITIAL_WINDOW_SIZE: 2 })),
      server(frames.settingsAck(), response(1, { ':status': '200' }), frames.data(1, 'abc')),
      client(frames.data(1, 'abc')),
    ]);
    assertOnly('frame', events)`
      CLIENT HEADERS 1 END_HEADERS REQUEST :method=POST :path=/
      CLIENT SETTINGS INITIAL_WINDOW_SIZE=2 window=65535
      SERVER SETTINGS ACK window=65535
      SERVER HEADERS 1 END_HEADERS RESPONSE :status=200
      SERVER DATA 1 3 bytes "abc" window=65532/-1 !! FLOW_CONTROL_ERROR STREAM: DATA of 3 bytes, but the stream window had 2 (RFC 9113 §6.9.1)
      CLIENT DATA 1 3 bytes "abc" window=65532/65532
    `;
  });
});

test('§6.9.2: INITIAL_WINDOW_SIZE that takes the window of a stream beyond 2^31-1 is blamed when it is announced', () => {
  const { request } = speakers();
  const events = playOpened([
    client(request(1, POST), request(3, POST), frames.windowUpdate(3, 2 ** 31 - 1 - 65_536)),
    client(frames.settings({ INITIAL_WINDOW_SIZE: 65_536 }), frames.settings({ INITIAL_WINDOW_SIZE: 65_537 })),
    server(frames.settingsAck()),
  ]);
  assertOnly('frame', events.slice(5))`
      CLIENT SETTINGS INITIAL_WINDOW_SIZE=65536 window=65535
      CLIENT SETTINGS INITIAL_WINDOW_SIZE=65537 window=65535 !! FLOW_CONTROL_ERROR CONNECTION: INITIAL_WINDOW_SIZE 65537 takes the window of stream 3 beyond 2^31-1 (RFC 9113 §6.9.2)
      SERVER SETTINGS ACK window=65535
  `;
});

describe('HEADER_TABLE_SIZE', () => {
  /** A block after which the encoder's table is of `size`. */
  const block = (encoder: HpackEncoder, size?: number) => {
    if (size !== undefined) encoder.setMaxTableSize(size);
    return encoder.encode(fieldsOf(POST));
  };

  test('a smaller one binds from the ACK on: the next block has to say that it shrank the table', () => {
    const encoder = new HpackEncoder();
    const events = playOpened([
      server(frames.settings({ HEADER_TABLE_SIZE: 0 })),
      client(frames.headers(1, block(encoder))),
      client(frames.settingsAck(), frames.headers(3, block(encoder, 0)), frames.headers(5, block(encoder))),
    ]);
    assertOnly('frame', events)`
      SERVER SETTINGS HEADER_TABLE_SIZE=0 window=65535
      CLIENT HEADERS 1 END_HEADERS REQUEST :method=POST :path=/
      CLIENT SETTINGS ACK window=65535
      CLIENT HEADERS 3 END_HEADERS REQUEST :method=POST :path=/
      CLIENT HEADERS 5 END_HEADERS REQUEST :method=POST :path=/
    `;
  });

  test('RFC 7541 §4.2: a block that does not say so cannot be decoded', () => {
    const events = playOpened([
      server(frames.settings({ HEADER_TABLE_SIZE: 0 })),
      client(frames.settingsAck(), frames.headers(1, block(new HpackEncoder()))),
    ]);
    assertOnly('traceLost', events)`
      LOST CLIENT no more header lists of the client can be decoded: HPACK decoding failed: no table size update, but the limit is now 0 and the table was 4096 (RFC 7541 §4.2)
    `;
  });

  test('a larger one may be used before the ACK passes us', () => {
    const encoder = new HpackEncoder();
    const events = playOpened([
      server(frames.settings({ HEADER_TABLE_SIZE: 8192 })),
      client(frames.headers(1, block(encoder, 8192)), frames.settingsAck()),
    ]);
    assertOnly('traceLost', events)``;
    assertOnly('frame', events)`
      SERVER SETTINGS HEADER_TABLE_SIZE=8192 window=65535
      CLIENT HEADERS 1 END_HEADERS REQUEST :method=POST :path=/
      CLIENT SETTINGS ACK window=65535
    `;
  });

  test('of several in one frame, the smallest has to be gone through', () => {
    const twice = hex('0001 00000000 0001 00001000');
    const encoder = new HpackEncoder();
    encoder.setMaxTableSize(0);
    const events = playOpened([
      server(frames.raw(0x4, 0, 0, twice)),
      client(frames.settingsAck(), frames.headers(1, block(encoder, 4096)), frames.headers(3, block(encoder))),
      server(frames.raw(0x4, 0, 0, twice)),
      client(frames.settingsAck(), frames.headers(5, block(encoder))),
    ]);
    assertOnly('traceLost', events)`
      LOST CLIENT no more header lists of the client can be decoded: HPACK decoding failed: no table size update, but the limit is now 0 and the table was 4096 (RFC 7541 §4.2)
    `;
  });
});

describe('MAX_FRAME_SIZE', () => {
  const large = frames.data(1, new Uint8Array(16_385));

  test('a larger one may be used at once, a smaller one binds behind the ACK, in the same chunk too', () => {
    const { request } = speakers();
    const events = playOpened(
      [
        client(request(1, POST)),
        server(frames.windowUpdate(1, 100_000)),
        server(frames.windowUpdate(0, 100_000)),
        client(large),
        server(frames.settings({ MAX_FRAME_SIZE: 20_000 })),
        client(large),
        client(frames.settingsAck(), large),
        server(frames.settings({ MAX_FRAME_SIZE: 16_384 })),
        client(large),
        client(join(frames.settingsAck(), large)),
      ],
      { previewBytes: 0 },
    );
    assertOnly('frame', events)`
      CLIENT HEADERS 1 END_HEADERS REQUEST :method=POST :path=/
      SERVER WINDOW_UPDATE 1 +100000 window=65535/165535
      SERVER WINDOW_UPDATE +100000 window=165535
      CLIENT DATA 1 16385 bytes "…" window=149150/149150 !! FRAME_SIZE_ERROR STREAM: DATA has a payload of 16385 bytes, expected at most 16384 (SETTINGS_MAX_FRAME_SIZE) (RFC 9113 §4.2)
      SERVER SETTINGS MAX_FRAME_SIZE=20000 window=149150
      CLIENT DATA 1 16385 bytes "…" window=132765/132765
      CLIENT SETTINGS ACK window=132765
      CLIENT DATA 1 16385 bytes "…" window=116380/116380
      SERVER SETTINGS MAX_FRAME_SIZE=16384 window=116380
      CLIENT DATA 1 16385 bytes "…" window=99995/99995
      CLIENT SETTINGS ACK window=99995
      CLIENT DATA 1 16385 bytes "…" window=83610/83610 !! FRAME_SIZE_ERROR STREAM: DATA has a payload of 16385 bytes, expected at most 16384 (SETTINGS_MAX_FRAME_SIZE) (RFC 9113 §4.2)
    `;
  });

  test('a larger one may be used at once also where a smaller one is on its way in front of it', () => {
    const { request } = speakers();
    const sizes = [20_000, 16_384, 20_000].map((size) => frames.settings({ MAX_FRAME_SIZE: size }));
    const events = playOpened(
      [
        client(request(1, POST)),
        server(...sizes.slice(0, 1)),
        client(frames.settingsAck()),
        server(...sizes.slice(1)),
        client(frames.settingsAck(), large, frames.settingsAck(), large),
      ],
      { previewBytes: 0 },
    );
    const violations = events.flatMap((event) => (event.kind === 'frame' && event.frame.violation ? [event] : []));
    assert.deepEqual(violations, []);
  });
});

describe('the ledger', () => {
  test('ACKs answer SETTINGS in their order; one that answers none changes nothing', () => {
    const { request } = speakers();
    const initial = (size: number) => frames.settings({ INITIAL_WINDOW_SIZE: size });
    const events = playOpened([
      client(request(1, POST), frames.settingsAck(), frames.data(1, '')),
      server(initial(10), initial(20)),
      client(frames.settingsAck(), frames.data(1, ''), frames.settingsAck(), frames.data(1, '')),
    ]);
    assertOnly('frame', events.slice(3))`
      CLIENT DATA 1 0 bytes "" window=65535/65535
      SERVER SETTINGS INITIAL_WINDOW_SIZE=10 window=65535
      SERVER SETTINGS INITIAL_WINDOW_SIZE=20 window=65535
      CLIENT SETTINGS ACK window=65535
      CLIENT DATA 1 0 bytes "" window=65535/10
      CLIENT SETTINGS ACK window=65535
      CLIENT DATA 1 0 bytes "" window=65535/20
    `;
  });

  test('is bounded: past the limit the oldest are taken as acknowledged, however many settings they have', () => {
    const { request } = speakers();
    const same = new Uint8Array(16_380);
    for (let at = 0; at < same.length; at += 6) same.set([0, SETTING.INITIAL_WINDOW_SIZE, 0, 0, 0, 7], at);
    const flood = Array.from({ length: MAX_UNACKNOWLEDGED }, () => frames.raw(0x4, 0, 0, same));
    const events = playOpened([
      client(request(1, POST)),
      server(...flood),
      client(frames.data(1, 'a')),
      server(frames.settings()),
      client(frames.data(1, 'b')),
    ]);
    const data = events.filter((event) => event.kind === 'frame' && event.frame.type === 'DATA');
    assertOnly('frame', data)`
      CLIENT DATA 1 1 bytes "a" window=65534/65534
      CLIENT DATA 1 1 bytes "b" window=65533/5
    `;
  });
});
