/** One attempt at the live trace, from the first question to its end, whatever ends it. */

import { closeWords } from './close-words.ts';
import type { Connect, OpenSocket } from './web-socket.ts';

export interface Attempt {
  /** Aborted with the attempt. */
  readonly signal: AbortSignal;
  readonly isOpen: boolean;
  start(): void;
  /** Without a word to `failed`; nothing is heard any more. */
  end(): void;
}

/** LOST: it was open. UNTOLD: it did not come about, and browsers do not say why. KNOWN: it did not, and `reason` says why. */
export type Failure = 'LOST' | 'UNTOLD' | 'KNOWN';

export interface AttemptOptions {
  readonly connect: Connect;
  /** What has to be so before, and where to connect then; undefined: nowhere, and who was asked knows why. */
  where(signal: AbortSignal): Promise<string | undefined> | string;
  readonly setTimer: (call: () => void, ms: number) => () => void;
  /** Said now and then, for an answer: that somebody is there. */
  question(): unknown;
  opened(): void;
  heard(json: unknown): void;
  /** Once. */
  failed(reason: string, how: Failure): void;
}

/** To be asked, connected and welcomed: beyond it the network has eaten the attempt, and TCP would try for minutes. */
const OPEN_TIMEOUT_MS = 10_000;

/**
 * How often it is asked. A way that a NAT or a sleeping laptop has cut looks open for minutes, and browsers do not show the PINGs of a
 * server.
 */
const HEARTBEAT_MS = 15_000;

/** RFC 6455 §7.1.5: closed without a word; browsers say so too where there never was a connection. */
const CONNECTION_LOST = 1006;

export function createAttempt({ connect, where, setTimer, ...told }: AttemptOptions): Attempt {
  const abort = new AbortController();
  let socket: OpenSocket | undefined;
  let endTimer = () => {};
  let isOpen = false;
  /** Anything, since it was asked last. */
  let isHeard = true;

  function end(): void {
    if (abort.signal.aborted) return;
    endTimer();
    abort.abort();
    isOpen = false;
    socket?.close();
  }

  function fail(reason: string, how: Failure = isOpen ? 'LOST' : 'KNOWN'): void {
    if (abort.signal.aborted) return;
    end();
    told.failed(reason, how);
  }

  function dial(url: string | undefined): void {
    if (url === undefined || abort.signal.aborted) return;
    try {
      socket = connect(url, { open, text, closed });
    } catch (error) {
      fail(wordsOf(error));
    }
  }

  function open(): void {
    if (abort.signal.aborted) return;
    endTimer();
    isOpen = true;
    endTimer = setTimer(beat, HEARTBEAT_MS);
    told.opened();
  }

  function beat(): void {
    if (!isHeard) {
      fail(`nothing was heard for ${HEARTBEAT_MS / 1000} s, not even an answer`);
      return;
    }
    isHeard = false;
    socket?.send(JSON.stringify(told.question()));
    endTimer = setTimer(beat, HEARTBEAT_MS);
  }

  function text(text: string): void {
    if (abort.signal.aborted) return;
    isHeard = true;
    const json = parsed(text);
    if (json === undefined) fail('what came from the live trace is no JSON');
    else told.heard(json);
  }

  function closed(code: number, reason: string): void {
    if (code === CONNECTION_LOST && !isOpen) fail('no connection came about', 'UNTOLD');
    else fail(closeWords(code, reason));
  }

  return {
    signal: abort.signal,
    get isOpen() {
      return isOpen;
    },
    start() {
      endTimer = setTimer(() => fail(`no answer within ${OPEN_TIMEOUT_MS / 1000} s`), OPEN_TIMEOUT_MS);
      const url = where(abort.signal);
      if (typeof url === 'string') dial(url);
      else url.then(dial).catch((error) => fail(wordsOf(error)));
    },
    end,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
