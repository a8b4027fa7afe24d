/** `--trace-file`: every event as a line of JSON. */

import type { Format } from '../formats/format.ts';
import { formatJson } from '../formats/json.ts';
import type { OnDropped } from './event-queue.ts';
import { openOutput } from './output.ts';
import type { Sink } from './sink.ts';
import { createTextSink } from './text-sink.ts';

/** Of events that wait for the disk: enough for 20,000 unary calls (180,000 events) while the disk takes nothing at all. */
export const MAX_FILE_QUEUE_BYTES = 128 * 1024 * 1024;

/** At 20 MB/s a full queue is written in this time; Kubernetes kills after 30 s. */
const CLOSE_TIMEOUT_MS = 10_000;

const ndjson: Format = (event) => [formatJson(event)];

export interface FileSinkOptions {
  readonly path: string;
  /** Told once of a write that failed; the sink is finished then, and traffic goes on. */
  onError(error: unknown): void;
  /** Default MAX_FILE_QUEUE_BYTES. */
  readonly maxQueuedBytes?: number;
  /** Told of each event that is dropped. */
  readonly onDropped?: OnDropped;
}

/**
 * Appends: a restart must not wipe out the trace of the crash before it.
 *
 * @throws the system's error where the file cannot be opened
 */
export async function openFileSink({ path, onError, maxQueuedBytes, onDropped }: FileSinkOptions): Promise<Sink> {
  const output = await openOutput(path, '--log json prints the trace');
  return createTextSink({
    ...output,
    format: ndjson,
    maxQueuedBytes: maxQueuedBytes ?? MAX_FILE_QUEUE_BYTES,
    onDropped,
    lossReason: 'the trace file is slower than the trace',
    closeTimeoutMs: CLOSE_TIMEOUT_MS,
    onError,
  });
}
