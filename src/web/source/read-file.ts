/** A file of events, read to its end: every line is looked at once. */

import type { TraceEvent } from '../../trace/event.ts';
import { eventOfLine } from '../model/event-json.ts';
import { type FileEvents, FileEventsBuilder } from './file-events.ts';
import { noEvents, otherKind } from './file-kind.ts';
import { LineTooLong, linesOf } from './lines.ts';
import { isAnnouncement } from './live-cursor.ts';
import { type Clock, createSlices } from './slices.ts';
import { SourceError } from './source.ts';

/** A `File`, as far as it is read. */
export interface FileLike {
  readonly size: number;
  stream(): ReadableStream<Uint8Array>;
}

export interface FileRead {
  readonly events: FileEvents;
  /** Lines with something else on them. */
  readonly skippedLines: number;
  /** Of runs of a server before the last: --trace-file appends, and each run begins again at seq 1. They are left out. */
  readonly earlierLines: number;
}

export interface ReadOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Told some times a second. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** It is held in memory, as it is: a million and a half events. A tab has some gigabytes. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;

/** A message of 1 MiB, the most that --payload-bytes keeps, in base64 and as text with every character escaped. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** If none of so many lines is an event, the rest need not be waited for. */
const MAX_LEADING_LINES = 100_000;

/** Between two runs of a server at least; events of one run are not so far out of order. */
const RESTART_MICROSECONDS = 100_000;

/** @throws SourceError where it is too large, or no events are in it */
export async function readFile(file: FileLike, options: ReadOptions): Promise<FileRead> {
  if (file.size > MAX_FILE_BYTES) throw tooLarge(file.size);
  const reading = createReading();
  const slices = createSlices(options.clock, options.signal);
  try {
    for await (const lines of linesOf(checked(file.stream()), MAX_LINE_BYTES)) {
      for (const line of lines) {
        reading.take(line);
        if (!slices.isOver) continue;
        options.onProgress?.(reading.bytes);
        await slices.rest();
      }
    }
  } catch (error) {
    if (options.signal?.aborted === true || error instanceof SourceError) throw error;
    if (error instanceof LineTooLong) throw new SourceError(noEvents(reading.lines + 1));
    throw new SourceError(`the file could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return reading.end();
}

/** The first chunk tells what kind of file it is. @throws SourceError within the stream */
function checked(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let isFirst = true;
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const other = isFirst ? otherKind(chunk) : undefined;
        isFirst = false;
        if (other !== undefined) throw new SourceError(other);
        controller.enqueue(chunk);
      },
    }),
  );
}

interface Reading {
  readonly lines: number;
  readonly bytes: number;
  /** @throws SourceError */
  take(line: Uint8Array): void;
  /** @throws SourceError */
  end(): FileRead;
}

function createReading(): Reading {
  const decoder = new TextDecoder();
  let events = new FileEventsBuilder();
  let newest: TraceEvent | undefined;
  let lines = 0;
  let bytes = 0;
  let skippedLines = 0;
  let earlierLines = 0;

  function add(line: Uint8Array, event: TraceEvent): void {
    if (newest !== undefined && !isAnnouncement(event) && isNextRun(newest, event)) {
      events = new FileEventsBuilder();
      newest = undefined;
      skippedLines = 0;
      earlierLines = lines - 1;
    }
    events.add(line, event);
    if (!isAnnouncement(event) && event.seq > (newest?.seq ?? 0)) newest = event;
  }

  return {
    get lines() {
      return lines;
    },
    get bytes() {
      return bytes;
    },
    take(line) {
      lines++;
      bytes += line.length + 1;
      // Its size may have grown since it was asked for.
      if (bytes > MAX_FILE_BYTES) throw tooLarge(bytes);
      const text = decoder.decode(line);
      const event = eventOfLine(text);
      if (event !== undefined) add(line, event);
      else if (text.trim() !== '') skippedLines++;
      if (newest === undefined && lines >= MAX_LEADING_LINES) throw new SourceError(noEvents(lines));
    },
    end() {
      const built = events.build();
      if (built.count === 0) throw new SourceError(noEvents(lines));
      return { events: built, skippedLines, earlierLines };
    },
  };
}

/** Numbers fell, though time went on: in a file that is out of order, they fall together. */
function isNextRun(newest: TraceEvent, { seq, time }: TraceEvent): boolean {
  return seq <= newest.seq && time > newest.time + RESTART_MICROSECONDS;
}

function tooLarge(bytes: number): SourceError {
  const has = `the file has ${megabytes(bytes)} MiB, and the page holds up to ${megabytes(MAX_FILE_BYTES)} MiB`;
  return new SourceError(
    `${has}: open a part of it, for example its end, tail -n 500000, or what grep -F '"conn":"c3"' finds`,
  );
}

function megabytes(bytes: number): string {
  return Math.ceil(bytes / (1024 * 1024)).toLocaleString('en');
}
