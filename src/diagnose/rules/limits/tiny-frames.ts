import type { Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import { TINY_INCREMENT } from '../../facts/credits.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import type { Match, Rule } from '../../rule.ts';
import { SIDES } from '../shared/window-stall.ts';
import { bytes, milliseconds, side } from '../words.ts';

/** WINDOW_UPDATEs below 1 KiB in a second, for so many seconds. */
const MANY_A_SECOND = 500;
const MIN_SECONDS = 3;

/** Of DATA: fewer are no flood; and the frame header alone is 9 bytes. */
const MANY_FRAMES = 1_000;
const TINY_DATA = 64;

/** A message of gRPC in one frame, or its prefix and its content in two, is usual. */
const FRAMES_OF_A_MESSAGE = 4;

/** Where there are no messages: slower ones are events as they happen. */
const FRAMES_A_SECOND = 1_000;

/** L10 */
export const TINY_FRAMES: Rule = {
  id: 'L10',
  title: 'A flood of tiny frames',
  severity: 'INFO',
  meaning:
    'Each frame costs its 9 bytes of header, and often a system call and a wake-up on both sides. Credit for a few bytes at a time, or ' +
    'messages cut into pieces of a few bytes, make a busy CPU out of little traffic; and proxies count such frames and close connections ' +
    'with too many of them (ENHANCE_YOUR_CALM).',
  wire:
    `For ${MIN_SECONDS} s ${MANY_A_SECOND} WINDOW_UPDATEs a second of less than 1 KiB, most of all of its sender; or a stream with ${MANY_FRAMES} DATA frames and ` +
    'more of less than 64 bytes on average, which are no messages of their own.',
  example: [
    '   0.000 CLIENT DATA 1 len=1',
    '   0.010 CLIENT DATA 1 len=1',
    '   0.020 CLIENT DATA 1 len=4',
    '   0.030 CLIENT DATA 1 len=2',
  ],
  reproduce: [
    'A client of its own making that writes each byte of a body as a DATA frame, without waiting in between.',
  ],
  advice: [
    { side: 'client', change: 'give credit when a half or a quarter of the window was read, not with each read' },
    { side: 'client', change: 'buffer what is written: a message in as few frames as it needs' },
    {
      side: 'proxy',
      of: 'Envoy',
      change: 'max_inbound_window_update_frames_per_data_frame_sent, max_consecutive_inbound_frames_with_empty_payload',
    },
  ],
  spec: ['RFC 9113 §6.9.1', 'RFC 9113 §10.5'],
  watches: {
    tick(connection): Match | undefined {
      return tinyCredit(connection, 'CLIENT') ?? tinyCredit(connection, 'SERVER');
    },
    streamClosed(_, stream): Match | undefined {
      if (stream.client.dataFrames < MANY_FRAMES && stream.server.dataFrames < MANY_FRAMES) return undefined;
      const from = SIDES.find((sender) => isTiny(stream, sender));
      return from && tinyData(stream, from);
    },
  },
};

function tinyCredit(connection: ConnectionFacts, from: Side): Match | undefined {
  const { credits } = connection.side(from);
  if (credits.count === 0) return undefined;
  const tiny = credits.look((count, few) => few >= MANY_A_SECOND && few * 3 >= count * 2);
  if (credits.busyLooks < MIN_SECONDS || !connection.said.first(`L10 ${from}`)) return undefined;
  return {
    explanation:
      `The ${side(from)} sends ${tiny} WINDOW_UPDATEs a second of less than ${bytes(TINY_INCREMENT)}, for ${credits.busyLooks} s by now: ` +
      `${bytes(Math.round(credits.tinyBytes / credits.tiny))} on average. Each is a frame of 13 bytes.`,
    evidence: [credits.lastTiny],
    cause: `${from} WINDOW_UPDATE`,
  };
}

function isTiny(stream: StreamFacts, from: Side): boolean {
  const { dataFrames, dataBytes, messageCount } = stream.side(from);
  if (dataFrames < MANY_FRAMES || dataBytes >= dataFrames * TINY_DATA) return false;
  if (stream.isGrpc) return dataFrames > messageCount * FRAMES_OF_A_MESSAGE;
  return dataFrames >= ((stream.closed?.durationMs ?? 0) / 1000) * FRAMES_A_SECOND;
}

function tinyData(stream: StreamFacts, from: Side): Match {
  const { dataFrames, dataBytes, messageCount, lastSeq } = stream.side(from);
  const messages = stream.isGrpc ? ` for ${messageCount} messages` : '';
  const average = Math.round((dataBytes / dataFrames) * 10) / 10;
  return {
    streamId: stream.id,
    explanation:
      `The ${side(from)} sent ${dataFrames} DATA frames${messages} on stream ${stream.id} (${stream.name}) in ` +
      `${milliseconds(stream.closed?.durationMs ?? 0)}: ${average} bytes on average, behind 9 bytes of frame header each.`,
    evidence: [stream.requestSeq, lastSeq, stream.closedSeq],
    cause: `${from} DATA ${stream.name}`,
  };
}
