import { test } from 'node:test';
import { frames, hex } from '../support/frames.ts';
import { client, playOpened, server } from '../support/script.ts';
import { assertTranscript } from '../support/transcript.ts';

test('frames that need no state of the connection are shown as they are', () => {
  const events = playOpened([
    client(frames.priority(3, { streamDependency: 1, exclusive: false, weight: 16 })),
    client(frames.priorityUpdate(3, 'u=1, i')),
    server(frames.altsvc(0, 'https://a', 'h3=":443"'), frames.origin('https://a', 'https://b')),
    server(frames.raw(0xfa, 0x40, 9, 'GREASE')),
    server(frames.raw(0x3, 0, 1, 'ab')),
  ]);
  assertTranscript(events)`
    5 CLIENT PRIORITY 3 depends on 1 weight=16
    6 CLIENT PRIORITY_UPDATE {"prioritizedStreamId":3,"fieldValue":"u=1, i"}
    7 SERVER ALTSVC {"origin":"https://a","fieldValue":"h3=\":443\""}
    8 SERVER ORIGIN {"origins":["https://a","https://b"]}
    9 SERVER UNKNOWN(250) 9 0x40 "GREASE"
    10 SERVER RST_STREAM 1 "ab" !! FRAME_SIZE_ERROR CONNECTION: RST_STREAM has a payload of 2 bytes, expected 4 bytes (RFC 9113 §6.4)
  `;
});

test('codes without a name keep their number; text of a peer stays byte for byte', () => {
  const unnamed = hex('00 00 00 03 00 00 00 ff 63 61 66 e9');
  const events = playOpened([
    server(frames.raw(0x7, 0x10, 0, unnamed), frames.raw(0x4, 0, 0, hex('ff 01 00 00 00 02'))),
    client(frames.raw(0xee, 0, 0, 'x'.repeat(65))),
  ]);
  assertTranscript(events)`
    5 SERVER GOAWAY 0x10 last=3 café
    6 SERVER SETTINGS 65281=2 window=65535
    7 CLIENT UNKNOWN(238) "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"
  `;
});
