/** Files and pipes that sinks write to. */

import { appendFile, close, constants, fstat, open, stat } from 'node:fs';
import { Socket } from 'node:net';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';
import { writeText } from './write-text.ts';
import type { Output } from './writer.ts';

/** Header values, messages and keys of everybody who calls are in it. */
const OWNER_ONLY = 0o600;

/** Without waiting for the reader of a named pipe: where there is none, that is an error (ENXIO) and not a server that hangs. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

/**
 * Appends: a restart must not wipe out what is known of the crash before it.
 *
 * @param instead what is for terminals, in words
 * @throws the system's error where it cannot be opened
 */
export async function openOutput(path: string, instead: string): Promise<Output> {
  const fd = await promisify(open)(path, APPEND, OWNER_ONLY).catch((error) => sayWhatToDo(error, path));
  if (isatty(fd)) {
    await promisify(close)(fd);
    throw new Error(`it is a terminal, expected a file or a pipe: ${instead}`);
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
    write: (content) => promisify(appendFile)(fd, content),
    end: () => promisify(close)(fd),
  };
}

/** As a stream: a write that waits for the reader must not occupy a thread, which the end of the process would wait for. */
function pipeOutput(fd: number): Output {
  const pipe = new Socket({ fd, readable: false, writable: true });
  // `write` hears of every error.
  pipe.on('error', () => {});
  return {
    write: (content) => writeText(pipe, content),
    end: () => new Promise((resolve) => pipe.end(resolve)),
  };
}
