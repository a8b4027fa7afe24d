/** The events of a stream → its steps. Each frame is in one: DATA with its message, a header block with all its frames. */

import type { EventOf, Rpc, Side, TraceEvent } from '../../trace/event.ts';
import { type Draft, draftOfBlock, draftOfFrame, folded, stepOf } from './stream-story-draft.ts';
import { HOW_WORDS } from './stream-story-ending.ts';
import { type Carriers, carriersOf } from './stream-story-messages.ts';
import { outcomeOf } from './stream-story-outcome.ts';
import type { Step } from './stream-story-step.ts';
import { describeMessage, describeOther, endsStream } from './stream-story-words.ts';

interface Making {
  readonly carriers: Carriers;
  /** Header blocks that have not ended. */
  readonly blocks: Map<Side, EventOf<'frame'>[]>;
  readonly drafts: Draft[];
  readonly rpc: Rpc | undefined;
}

const END_HEADERS = 0x4;
const BLOCK_TYPES: readonly string[] = ['HEADERS', 'PUSH_PROMISE', 'CONTINUATION'];

/** @param events in their order. @param start when the story begins, in microseconds. @param rpc absent where it is no gRPC call */
export function stepsOf(events: readonly TraceEvent[], start: number, rpc: Rpc | undefined): Step[] {
  const making: Making = { carriers: carriersOf(events), blocks: new Map(), drafts: [], rpc };
  for (const event of events) {
    const draft = draftOf(making, event);
    if (draft !== undefined) add(making.drafts, draft);
  }
  // Blocks that no CONTINUATION ended: what is held of them.
  for (const frames of making.blocks.values()) for (const frame of frames) making.drafts.push(draftOfFrame(frame));
  let before = 0;
  return making.drafts.map((draft) => {
    const step = stepOf(draft, start, before);
    before = step.atMs;
    return step;
  });
}

function add(drafts: Draft[], draft: Draft): void {
  const together = folded(drafts.at(-1), draft) ?? withEmptyBody(drafts.at(-1), draft);
  if (together === undefined) drafts.push(draft);
  else drafts[drafts.length - 1] = together;
}

function draftOf(making: Making, event: TraceEvent): Draft | undefined {
  switch (event.kind) {
    case 'frame':
      return draftOfAnyFrame(making, event);
    case 'message':
      return draftOfMessage(making.carriers, event);
    case 'http1':
      return draftOfHttp1(event);
    case 'streamClosed':
      return draftOfEnd(event, making.rpc);
    case 'traceLost':
    case 'connectionClosed':
      return { ...NOTHING, text: describeOther(event), main: event, events: [event], from: undefined };
    // They are told beside the steps.
    case 'streamOpened':
    case 'finding':
    case 'connectionOpened':
      return undefined;
  }
}

const NOTHING = { length: undefined, frames: 0, window: undefined, isLast: false, increment: 0 } as const;

function draftOfAnyFrame({ carriers, blocks }: Making, event: EventOf<'frame'>): Draft | undefined {
  const { frame } = event;
  if (carriers.isCarrier(event)) return undefined;
  // Of the connection as a whole only its GOAWAY is of the story of a stream, RFC 9113 §6.8.
  if (frame.streamId === 0 && frame.type !== 'GOAWAY') return undefined;
  if (!BLOCK_TYPES.includes(frame.type)) return draftOfFrame(event);
  const begun = blocks.get(frame.from) ?? [];
  if (frame.headers === undefined && (frame.flagBits & END_HEADERS) === 0) {
    blocks.set(frame.from, [...begun, event]);
    return undefined;
  }
  blocks.delete(frame.from);
  return draftOfBlock(begun, event);
}

function draftOfMessage(carriers: Carriers, event: EventOf<'message'>): Draft {
  const frames = carriers.framesOf(event);
  const last = frames.at(-1);
  return {
    ...NOTHING,
    text: describeMessage(event.message),
    main: event,
    events: [...frames, event],
    from: event.message.from,
    length: event.message.length,
    frames: frames.length,
    window: last?.frame.window,
    isLast: last !== undefined && endsStream(last.frame) && carriers.isLastIn(event, last),
  };
}

function draftOfHttp1(event: EventOf<'http1'>): Draft {
  const { from, stage, bodyLength } = event.http1;
  const text = describeOther(event);
  return { ...NOTHING, text, main: event, events: [event], from, length: bodyLength, isLast: stage === 'END' };
}

/** A message without a body has ended with its head. */
function withEmptyBody(before: Draft | undefined, next: Draft): Draft | undefined {
  if (before?.main.kind !== 'http1' || next.main.kind !== 'http1') return undefined;
  const { bodyLength = 0, trailers, stage, from } = next.main.http1;
  const isEmpty = stage === 'END' && bodyLength === 0 && trailers === undefined;
  if (!isEmpty || before.main.http1.stage !== 'HEAD' || before.from !== from) return undefined;
  return { ...before, events: [...before.events, next.main], isLast: true };
}

function draftOfEnd(event: EventOf<'streamClosed'>, rpc: Rpc | undefined): Draft {
  const { endedBy, how } = event.streamClosed;
  const { text, is } = outcomeOf(event.streamClosed, rpc);
  const label = `ended by ${endedBy === 'CLIENT' ? 'client' : 'server'}`;
  const detail = `${HOW_WORDS[how] ?? how} · ${text}`;
  const tone = is === 'ok' ? 'good' : 'error';
  return { ...NOTHING, text: { kind: 'end', label, detail, tone }, main: event, events: [event], from: endedBy };
}
