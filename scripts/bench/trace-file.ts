/** How complete a trace file is. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;

export interface TraceFileCount {
  readonly events: number;
  /** Every event has a number, also one that was dropped: what the last number is more than there are lines. */
  readonly lost: number;
}

/** The file of a run is some hundred megabytes, so it is read in chunks. @throws when its last line has no `seq` */
export function countTraceFile(path: string): TraceFileCount {
  const file = openSync(path, 'r');
  try {
    const events = countLines(file);
    return { events, lost: lastSeq(file) - events };
  } finally {
    closeSync(file);
  }
}

function countLines(file: number): number {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let lines = 0;
  for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
    const bytes = chunk.subarray(0, length);
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  }
  return lines;
}

function lastSeq(file: number): number {
  const tail = Buffer.alloc(CHUNK_BYTES);
  const start = Math.max(0, fstatSync(file).size - CHUNK_BYTES);
  const length = readSync(file, tail, 0, CHUNK_BYTES, start);
  const line = tail.toString('latin1', 0, length).trimEnd().split('\n').at(-1) ?? '';
  const seq = Number(/"seq":(\d+)/.exec(line)?.[1]);
  if (Number.isNaN(seq)) throw new Error(`the last line of the trace file has no seq: ${line.slice(0, 200)}`);
  return seq;
}
