/** The frames that a connection error of the other side may be about, in words and as evidence. */

import type { FrameNote } from '../../facts/recent-frames.ts';
import type { SideFacts } from '../../facts/side.ts';
import { list } from '../words.ts';

/** An explanation quotes a line of them. */
const QUOTED = 5;

/** `seq` of the frames that a side sent last. */
export function recentSeqs({ recent }: SideFacts): number[] {
  return recent.list().map(({ seq }) => seq);
}

/** "HEADERS on stream 1 (57 bytes), DATA on stream 1 (12 bytes) and PING (8 bytes)", the last one last. */
export function recentFrames({ recent }: SideFacts): string {
  return list(recent.list().slice(-QUOTED).map(inWords));
}

function inWords({ type, streamId, length }: FrameNote): string {
  const on = streamId === 0 ? '' : ` on stream ${streamId}`;
  return `${type}${on} (${length} bytes)`;
}
