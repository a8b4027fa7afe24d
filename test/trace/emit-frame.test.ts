import { test } from 'node:test';
import { Direction } from '../../src/trace/direction.ts';
import { emitFrame } from '../../src/trace/emit-frame.ts';
import type { Frame, TraceEvent } from '../../src/trace/event.ts';
import { EventSource, Sequence } from '../../src/trace/event-source.ts';
import { assertTranscript } from '../support/transcript.ts';

const FRAME: Frame = { from: 'SERVER', type: 'PRIORITY', typeCode: 2, flags: [], flagBits: 0, streamId: 1, length: 5 };

test('a loss is told once, behind the frame that caused it, with the first of its reasons', () => {
  const source = new EventSource(new Sequence(), 'c1', 0);
  const direction = new Direction('SERVER');
  const events: TraceEvent[] = [];
  emitFrame(source, direction, FRAME, 0, events);
  direction.lose('this');
  direction.lose('that');
  emitFrame(source, direction, FRAME, 0, events);
  emitFrame(source, direction, FRAME, 0, events);
  assertTranscript(events)`
    1 SERVER PRIORITY 1
    2 SERVER PRIORITY 1
    3 LOST SERVER no more header lists of the server can be decoded: this
    4 SERVER PRIORITY 1
  `;
});
