/** Files of /proc and /sys, which are small, may be missing, and are not ours to trust. */

import { promises } from 'node:fs';

/** The longest file that is read whole, /proc/net/netstat, has some 5 KB. What is longer is not what it is taken for. */
export const MAX_FILE_BYTES = 32 * 1024;

export interface TextStart {
  readonly text: string;
  /** False: there is more than MAX_FILE_BYTES of it. */
  readonly isWhole: boolean;
}

/** @returns undefined where there is no such file, it may not be read, or has more than MAX_FILE_BYTES. Never rejects. */
export async function readText(path: string): Promise<string | undefined> {
  const start = await readStart(path);
  return start?.isWhole === true ? start.text : undefined;
}

/** For a list that may be long, where its beginning says enough. @returns undefined where it cannot be read. Never rejects. */
export async function readStart(path: string): Promise<TextStart | undefined> {
  let file: promises.FileHandle | undefined;
  try {
    file = await promises.open(path, 'r');
    return await readBounded(file);
  } catch {
    return undefined;
  } finally {
    // What was read is right, whatever closing says.
    await file?.close().catch(() => undefined);
  }
}

/** Until its end and not to its size: files of /proc say that they have none, and may come in pieces. */
async function readBounded(file: promises.FileHandle): Promise<TextStart> {
  const buffer = Buffer.allocUnsafe(MAX_FILE_BYTES + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) return { text: buffer.toString('latin1', 0, length), isWhole: true };
    length += bytesRead;
  }
  return { text: buffer.toString('latin1', 0, MAX_FILE_BYTES), isWhole: false };
}
