/** The edge of a process that a test can look at. */

import { Writable } from 'node:stream';
import type { Io } from '../../src/cli/io.ts';

export interface FakeIo extends Io {
  out(): string;
  err(): string;
  /** Resolves when stderr has it. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  signal(name: string): void;
}

/** `serve` loads the server when it is called: from its sources, on a busy machine, that alone may take ten seconds. */
const PATIENCE_MS = 60_000;

export function fakeIo(env: Io['env'] = {}): FakeIo {
  const stdout = new Collector();
  const stderr = new Collector();
  let signal: (name: string) => void = () => {};
  const stopSignal = new Promise<string>((resolve) => {
    signal = resolve;
  });
  return {
    stdout,
    stderr,
    stdoutIsTerminal: false,
    env,
    stopSignal,
    limitLookups: () => {},
    signal: (name) => signal(name),
    out: () => stdout.text,
    err: () => stderr.text,
    async said(pattern) {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const match = pattern.exec(stderr.text);
        if (match !== null) return match;
        if (Date.now() > deadline) throw new Error(`stderr never said ${pattern}: ${stderr.text}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}

class Collector extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.text += chunk.toString();
    callback();
  }
}
