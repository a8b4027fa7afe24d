import { describe, test } from 'node:test';
import { frames, hex, join, PREFACE } from '../support/frames.ts';
import { client, FIN, play, playOpened, type Step, server, speakers } from '../support/script.ts';
import { assertOnly, assertTranscript } from '../support/transcript.ts';

const PING = frames.ping('0102030405060708');

describe('RFC 9113 §3.4: the first frame of each side is SETTINGS', () => {
  test('another frame breaks the rule, once', () => {
    const events = play([client(PREFACE, PING, PING), server(frames.settingsAck(), frames.settings())]);
    assertTranscript(events)`
      1 CLIENT PING 0102030405060708 !! PROTOCOL_ERROR CONNECTION: first frame is PING, expected SETTINGS (RFC 9113 §3.4)
      2 CLIENT PING 0102030405060708
      3 SERVER SETTINGS ACK window=65535 !! PROTOCOL_ERROR CONNECTION: first frame is an ACK, expected SETTINGS (RFC 9113 §3.4)
      4 SERVER SETTINGS window=65535
    `;
  });

  test('bytes that are no HTTP/2 break it too, where they amount to a frame', () => {
    const html = '<html><body>502 Bad Gateway</body></html>';
    const events = play([server(new TextEncoder().encode(`\0\0\x20${html}`))], { end: FIN });
    assertTranscript(events)`
      1 SERVER UNKNOWN(60) 1953328190 0x8,0x20,0x40 "<body>502 Bad Gateway</body></ht" !! PROTOCOL_ERROR CONNECTION: first frame is type 0x3c, expected SETTINGS (RFC 9113 §3.4)
      2 connection closed FIN by CLIENT at OPENING UNKNOWN (the client sent nothing; the server stopped after 3 of the 9 bytes of a frame header) 0 streams 0/44 bytes 1 ms SERVER UNKNOWN=1 began with CLIENT NOTHING
    `;
  });
});

describe('RFC 9113 §4.2: frames longer than the other side allows', () => {
  test('break the rule, and are read as far as we hold them', () => {
    const { request } = speakers();
    const events = playOpened([
      client(request(1, { ':method': 'GET', 'x-a': 'a'.repeat(17_000) })),
      client(frames.raw(0x1, 0x4, 3, new Uint8Array(70_000))),
      client(frames.raw(0x20, 0, 3, new Uint8Array(70_000))),
    ]);
    const short = events.map((event) =>
      event.kind !== 'frame' || event.frame.headers === undefined
        ? event
        : { ...event, frame: { ...event.frame, headers: { ...event.frame.headers, fields: [] } } },
    );
    assertTranscript(short)`
      5 CLIENT HEADERS 1 END_HEADERS REQUEST
      6 opened 1 GET
      7 CLIENT HEADERS 3 END_HEADERS REQUEST <incomplete: a frame of a header block could not be read> "…" !! FRAME_SIZE_ERROR CONNECTION: HEADERS has a payload of 70000 bytes, expected at most 16384 (SETTINGS_MAX_FRAME_SIZE) (RFC 9113 §4.2)
      8 LOST CLIENT no more header lists of the client can be decoded: a frame of a header block could not be read
      9 opened 3
      10 CLIENT UNKNOWN(32) 3 "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00…" !! FRAME_SIZE_ERROR STREAM: a frame of type 0x20 has a payload of 70000 bytes, expected at most 16384 (SETTINGS_MAX_FRAME_SIZE) (RFC 9113 §4.2)
    `;
  });
});

describe('what a side leaves unfinished', () => {
  /** Why the connection closed, where its last step was cut behind `bytes` bytes. */
  function closed({ from, bytes }: Step, length: number) {
    return playOpened([{ from, bytes: bytes.subarray(0, length) }], { end: FIN });
  }

  test('nothing', () => {
    assertOnly('connectionClosed', closed(client(PING), 17))`
      connection closed FIN by CLIENT at IDLE APPLICATION 0 streams 59/18 bytes 4 ms CLIENT SETTINGS=2 CLIENT PING=1 SERVER SETTINGS=2
    `;
  });

  test('a frame header', () => {
    assertOnly('connectionClosed', closed(client(PING, PING), 17 + 8))`
      connection closed FIN by CLIENT at IDLE INFRASTRUCTURE (the client stopped after 8 of the 9 bytes of a frame header) 0 streams 67/18 bytes 4 ms CLIENT SETTINGS=2 CLIENT PING=1 SERVER SETTINGS=2
    `;
  });

  test('a frame without its payload', () => {
    assertOnly('connectionClosed', closed(server(PING), 9))`
      connection closed FIN by CLIENT at IDLE APPLICATION (the server stopped inside a PING frame of stream 0: 0 of 8 bytes came) 0 streams 42/27 bytes 4 ms CLIENT SETTINGS=2 SERVER SETTINGS=2
    `;
  });

  test('DATA in the padding', () => {
    assertOnly('connectionClosed', closed(client(frames.data(5, 'abc', { padding: 9 })), 9 + 1 + 3 + 2))`
      connection closed FIN by CLIENT at IDLE INFRASTRUCTURE (the client stopped inside a DATA frame of stream 5: 6 of 13 bytes came) 0 streams 57/18 bytes 4 ms CLIENT DATA=1 CLIENT SETTINGS=2 SERVER SETTINGS=2
    `;
  });

  test('a header block', () => {
    const first = frames.headers(1, hex('82'), { endHeaders: false });
    assertOnly('connectionClosed', closed(client(join(first, frames.continuation(1, hex('84')))), first.length + 9))`
      connection closed FIN by CLIENT at IDLE INFRASTRUCTURE (the client stopped inside a CONTINUATION frame of stream 1: 0 of 1 bytes came) 0 streams 61/18 bytes 4 ms CLIENT HEADERS=1 CLIENT SETTINGS=2 SERVER SETTINGS=2
    `;
  });

  test('a frame of a type that has no name', () => {
    assertOnly('connectionClosed', closed(server(frames.raw(0x50, 0x2f, 0x312e31, '', 0x485454)), 9))`
      connection closed FIN by CLIENT at IDLE APPLICATION (the server stopped inside a type 0x50 frame of stream 3223089: 0 of 4740180 bytes came) 0 streams 42/27 bytes 4 ms CLIENT SETTINGS=2 SERVER SETTINGS=2
    `;
  });
});
