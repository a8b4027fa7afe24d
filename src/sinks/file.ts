/** `--trace-file`: every event as a line of JSON. */

import { appendFile, close, constants, fstat, open, stat } from 'node:fs';
import { Socket } from 'node:net';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';
import type { Format } from '../formats/format.ts';
import { formatJson } from '../formats/json.ts';
import type { Sink } from './sink.ts';
import { createTextSink, type TextSinkOptions } from './text-sink.ts';
import { writeText } from './write-text.ts';

/** Of events that wait for the disk: enough for 20,000 unary calls (180,000 events) while the disk takes nothing at all. */
export const MAX_FILE_QUEUE_BYTES = 128 * 1024 * 1024;

/** At 20 MB/s a full queue is written in this time; Kubernetes kills after 30 s. */
const CLOSE_TIMEOUT_MS = 10_000;

/** Header values and messages of everybody who calls are in it. */
const OWNER_ONLY = 0o600;

/** Without waiting for the reader of a named pipe: where there is none, that is an error (ENXIO) and not a server that hangs. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

const ndjson: Format = (event) => [formatJson(event)];

export interface FileSinkOptions {
  readonly path: string;
  /** Told once of a write that failed; the sink is finished then, and traffic goes on. */
  onError(error: unknown): void;
  /** Default MAX_FILE_QUEUE_BYTES. */
  readonly maxQueuedBytes?: number;
}

/**
 * Appends: a restart must not wipe out the trace of the crash before it.
 *
 * @throws the system's error where the file cannot be opened
 */
export async function openFileSink({ path, onError, maxQueuedBytes }: FileSinkOptions): Promise<Sink> {
  const output = await openOutput(path);
  return createTextSink({
    ...output,
    format: ndjson,
    maxQueuedBytes: maxQueuedBytes ?? MAX_FILE_QUEUE_BYTES,
    lossReason: 'the trace file is slower than the trace',
    closeTimeoutMs: CLOSE_TIMEOUT_MS,
    onError,
  });
}

type Output = Pick<TextSinkOptions, 'write' | 'end'>;

async function openOutput(path: string): Promise<Output> {
  const fd = await promisify(open)(path, APPEND, OWNER_ONLY).catch((error) => sayWhatToDo(error, path));
  if (isatty(fd)) {
    await promisify(close)(fd);
    throw new Error('it is a terminal, expected a file or a pipe: --log json prints the trace');
  }
  const stats = await promisify(fstat)(fd);
  return stats.isFIFO() ? pipeOutput(fd) : fileOutput(fd);
}

async function sayWhatToDo(error: NodeJS.ErrnoException, path: string): Promise<never> {
  const isUnread = error.code === 'ENXIO' && (await promisify(stat)(path)).isFIFO();
  if (isUnread) error.message += ': nobody reads this pipe, start its reader first';
  throw error;
}

function fileOutput(fd: number): Output {
  return {
    write: (text) => promisify(appendFile)(fd, text),
    end: () => promisify(close)(fd),
  };
}

/** As a stream: a write that waits for the reader must not occupy a thread, which the end of the process would wait for. */
function pipeOutput(fd: number): Output {
  const pipe = new Socket({ fd, readable: false, writable: true });
  // `write` hears of every error.
  pipe.on('error', () => {});
  return {
    write: (text) => writeText(pipe, text),
    end: () => new Promise((resolve) => pipe.end(resolve)),
  };
}
