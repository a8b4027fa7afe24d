/** Which sinks a Config asks for. */

import type { Writable } from 'node:stream';
import type { Config } from '../cli/config.ts';
import { createFormat } from '../formats/by-name.ts';
import { createConsoleSink } from '../sinks/console.ts';
import { openFileSink } from '../sinks/file.ts';
import { createHub, type Hub } from '../sinks/hub.ts';
import { only } from '../sinks/only.ts';
import { createRing, type Ring } from '../sinks/ring.ts';
import type { Sink } from '../sinks/sink.ts';
import { type MessageTypes, messageFrom } from '../trace/message.ts';
import { messageOf } from './error-words.ts';

export interface AppOutput {
  /** For the trace, as --log says. */
  readonly stdout: Writable;
  readonly colour: boolean;
  /** The server's own log, a line at a time. */
  readonly log: (line: string) => void;
}

export interface Sinks {
  /** Of what is recorded. */
  readonly hub: Hub;
  readonly ring: Ring;
}

/** @param onDropped told of each event that a sink dropped, by its name. @throws Error with the name of the flag */
export async function createSinks(
  config: Config,
  { stdout, colour, log }: AppOutput,
  messageTypes: MessageTypes,
  onDropped: (sink: string) => void,
): Promise<Sinks> {
  const hub = createHub((error) => log(`error: a trace sink failed and was taken out: ${error}`));
  const ring = createRing({ maxBytes: config.ringBytes, readMessage: (kept) => messageFrom(kept, messageTypes) });
  hub.add(ring);
  const { traceFile } = config;
  if (traceFile !== undefined) {
    hub.add(await openTraceFile(traceFile, log, () => onDropped('file')));
  }
  if (config.log !== undefined) {
    const format = createFormat(config.log, { colour, time: 'CLOCK' });
    const onError = (error: unknown) => log(`error: stdout: ${error}`);
    const sink = createConsoleSink({ stream: stdout, format, onError, onDropped: () => onDropped('console') });
    hub.add(config.log === 'findings' ? only(['finding', 'traceLost'], sink) : sink);
  }
  return { hub, ring };
}

/** @throws Error with the name of the flag */
async function openTraceFile(path: string, log: AppOutput['log'], onDropped: () => void): Promise<Sink> {
  const onError = (error: unknown) =>
    log(`error: --trace-file ${path}: ${messageOf(error)}; nothing more is written to it`);
  try {
    return await openFileSink({ path, onError, onDropped });
  } catch (error) {
    throw new Error(`--trace-file ${path}: ${messageOf(error)}`, { cause: error });
  }
}
