/** Frames as lines of text, from our trace and from a capture alike, so that a difference between them reads as one. */

import type { CapturedField, CapturedFrame } from './pdml.ts';
import type { FieldRecord, FrameRecord, TraceRecord } from './trace-record.ts';

const END_HEADERS = 0x04;

interface Line {
  readonly type: string;
  readonly flagBits: number;
  readonly streamId: number;
  readonly length: number;
  /** Of the whole header list, on the frame that ends its block. */
  readonly fields: readonly CapturedField[];
}

/** "c1 CLIENT" → what that side sent on that connection, in order. */
export type Transcripts = Readonly<Record<string, readonly string[]>>;

export function transcriptsOfTrace(trace: readonly TraceRecord[]): Transcripts {
  const transcripts: Record<string, string[]> = {};
  for (const { conn, frame } of trace) {
    if (frame !== undefined) addTo(transcripts, `${conn} ${frame.from}`, lineOfRecord(frame));
  }
  return transcripts;
}

/** @param connections client port → connection id. @throws when a captured connection has none */
export function transcriptsOfCapture(
  frames: readonly CapturedFrame[],
  connections: ReadonlyMap<number, string>,
): Transcripts {
  const transcripts: Record<string, string[]> = {};
  const openBlocks = new Map<string, readonly CapturedField[]>();
  for (const frame of frames) {
    const conn = connections.get(frame.clientPort);
    if (conn === undefined) throw new Error(`the trace has no connection from port ${frame.clientPort}`);
    const direction = `${conn} ${frame.from}`;
    addTo(transcripts, direction, lineOfCaptured(frame, direction, openBlocks));
  }
  return transcripts;
}

function addTo(transcripts: Record<string, string[]>, direction: string, line: Line): void {
  transcripts[direction] ??= [];
  transcripts[direction].push(render(line));
}

function lineOfRecord(frame: FrameRecord): Line {
  return {
    type: frame.type,
    flagBits: frame.flagBits ?? 0,
    streamId: frame.streamId ?? 0,
    length: frame.length ?? 0,
    fields: (frame.headers?.fields ?? []).map(fieldOfRecord),
  };
}

function fieldOfRecord({ name, value = '', representation, index = 0 }: FieldRecord): CapturedField {
  return { name, value, representation, index };
}

/** Joins the fragments of a block, which tshark shows on the frame that carries each of them. */
function lineOfCaptured(
  frame: CapturedFrame,
  direction: string,
  openBlocks: Map<string, readonly CapturedField[]>,
): Line {
  if (frame.type !== 'HEADERS' && frame.type !== 'CONTINUATION') return frame;
  const fields = [...(openBlocks.get(direction) ?? []), ...frame.fields];
  const ends = (frame.flagBits & END_HEADERS) !== 0;
  if (ends) openBlocks.delete(direction);
  else openBlocks.set(direction, fields);
  return { ...frame, fields: ends ? fields : [] };
}

function render({ type, flagBits, streamId, length, fields }: Line): string {
  const head = `${type} flags=0x${flagBits.toString(16)} stream=${streamId} length=${length}`;
  // tshark takes the representation of a field that two frames share from the second one's middle.
  const withRepresentation = type !== 'CONTINUATION';
  return [head, ...fields.map((field) => renderField(field, withRepresentation))].join('\n  ');
}

function renderField({ name, value, representation, index }: CapturedField, withRepresentation: boolean): string {
  return withRepresentation ? `${name}: ${value} (${representation} ${index})` : `${name}: ${value}`;
}
