import type { Writable } from 'node:stream';

/** The edge of the process, as a command sees it. */
export interface Io {
  readonly stdout: Writable;
  /** The server's own log. */
  readonly stderr: Writable;
  readonly stdoutIsTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Resolves with the name of the first signal that asks the process to stop. */
  readonly stopSignal: Promise<string>;
  /** To be called before the first name is looked up: a lookup cannot be cancelled, and no process ends before its own have. */
  readonly limitLookups: (seconds: number) => void;
}
