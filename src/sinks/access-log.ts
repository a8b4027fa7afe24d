/** `--access-log`: a line of JSON for each exchange that is over. */

import type { Writable } from 'node:stream';
import { pino } from 'pino';
import type { ExchangeObserver } from '../exchanges/exchange.ts';
import { isServerFault } from '../exchanges/outcome.ts';
import { printableJson } from '../formats/escape.ts';
import { rfc3339 } from '../formats/time.ts';
import { ACCESS_LOG_FIELDS } from './access-log-fields.ts';
import { createExchangeQueue, type EndedExchange, isEnded } from './exchange-queue.ts';
import { openOutput } from './output.ts';
import { isReaderGone, writeText } from './write-text.ts';
import { createWriter, type Output, type Source as WriterSource } from './writer.ts';

/** Of exchanges that wait to be written: some 25,000, what a second of full load makes. */
export const MAX_ACCESS_LOG_QUEUE_BYTES = 32 * 1024 * 1024;

/** Lines made in one turn of the event loop, 3 ms: a turn under full load ends fewer exchanges. */
const MAX_BATCH = 250;

/** As for the trace: longer than a disk takes that works, shorter than Kubernetes waits. */
const CLOSE_TIMEOUT_MS = 5_000;

export interface AccessLog extends ExchangeObserver {
  /** Writes what waits, within CLOSE_TIMEOUT_MS. Never rejects. What comes later is ignored. */
  close(): Promise<void>;
}

export interface AccessLogOptions {
  readonly destination: Output<string>;
  /** Told once of a write that failed; the log is finished then, and traffic goes on. */
  onError(error: unknown): void;
  /** Told of each exchange that has no line. */
  onDropped?(): void;
  /** Default MAX_ACCESS_LOG_QUEUE_BYTES. */
  readonly maxQueuedBytes?: number;
  /** Default CLOSE_TIMEOUT_MS. */
  readonly closeTimeoutMs?: number;
}

/** Exchanges wait as they are, and their lines are made after the traffic of the turn. One write is under way at a time. */
export function createAccessLog(options: AccessLogOptions): AccessLog {
  const source = createSource(options.maxQueuedBytes ?? MAX_ACCESS_LOG_QUEUE_BYTES, () => options.onDropped?.());
  const writer = createWriter({
    write: (text) => options.destination.write(text),
    end: () => options.destination.end(),
    source,
    closeTimeoutMs: options.closeTimeoutMs ?? CLOSE_TIMEOUT_MS,
    onError: (error) => options.onError(error),
  });
  return {
    started() {},
    ended(exchange) {
      if (writer.isFinished || !isEnded(exchange)) return;
      source.add(exchange);
      writer.wake();
    },
    close: () => writer.close(),
  };
}

export interface OpenAccessLogOptions extends Pick<AccessLogOptions, 'onError' | 'onDropped' | 'maxQueuedBytes'> {
  /** A path, appended to and for its owner only; or a stream, which stays open. */
  readonly destination: string | Writable;
}

/** @throws the system's error where the file cannot be opened */
export async function openAccessLog({ destination, onError, ...rest }: OpenAccessLogOptions): Promise<AccessLog> {
  if (typeof destination === 'string') {
    const output = await openOutput(destination, '--access-log - writes to standard output');
    return createAccessLog({ destination: output, onError, ...rest });
  }
  // `write` hears of every error; without a listener Node would make the same error an uncaught exception.
  destination.on('error', () => {});
  const onWriteError = (error: unknown) => {
    if (!isReaderGone(error)) onError(error);
  };
  return createAccessLog({ destination: streamOutput(destination), onError: onWriteError, ...rest });
}

function streamOutput(stream: Writable): Output<string> {
  return { write: (text) => writeText(stream, text), end: () => Promise.resolve() };
}

interface Source extends WriterSource<string> {
  add(exchange: EndedExchange): void;
}

function createSource(maxBytes: number, onDropped: () => void): Source {
  const queue = createExchangeQueue(maxBytes);
  const lines = createLines();
  let dropped = 0;
  let lastDropped: EndedExchange | undefined;

  return {
    add(exchange) {
      // Once something was dropped the rest is, until room is made: one announcement for a loss.
      if (lastDropped === undefined && queue.push(exchange)) return;
      onDropped();
      lastDropped = exchange;
      dropped += 1;
    },
    take() {
      for (const exchange of queue.take(MAX_BATCH)) lines.exchange(exchange);
      if (queue.size === 0 && lastDropped !== undefined) {
        lines.loss(dropped, lastDropped.end.time);
        dropped = 0;
        lastDropped = undefined;
      }
      return lines.take();
    },
    clear() {
      queue.clear();
      dropped = 0;
      lastDropped = undefined;
    },
    get isEmpty() {
      return queue.size === 0 && lastDropped === undefined;
    },
  };
}

interface Lines {
  exchange(exchange: EndedExchange): void;
  loss(dropped: number, time: number): void;
  /** What was made since. */
  take(): string;
}

/** Pino makes the lines, and does not write them: its own destinations write at once, or have no bound. */
function createLines(): Lines {
  let text = '';
  const collect = {
    write(line: string) {
      text += `${printableJson(line.trimEnd())}\n`;
    },
  };
  const logger = pino({ base: null, timestamp: false, formatters: { level: (level) => ({ level }) } }, collect);
  return {
    exchange(exchange) {
      logger[levelOf(exchange)](recordOf(exchange));
    },
    loss(dropped, time) {
      logger.warn({ time: rfc3339(time), dropped }, 'lines are missing here: the reader of this log is too slow');
    },
    take() {
      const taken = text;
      text = '';
      return taken;
    },
  };
}

/** A connection that went away under a call is worth a look, whoever ended it; but that is how a Watch ends. */
function levelOf(exchange: EndedExchange): 'info' | 'warn' {
  const isCutOff = exchange.end.how === 'CONNECTION_CLOSED' && exchange.listener !== 'admin';
  return isCutOff || isServerFault(exchange, exchange.end) ? 'warn' : 'info';
}

function recordOf(exchange: EndedExchange): object {
  const record: { [name: string]: unknown } = {};
  for (const { name, of } of ACCESS_LOG_FIELDS) {
    const value = of(exchange, exchange.end);
    if (value !== undefined) record[name] = value;
  }
  return record;
}
