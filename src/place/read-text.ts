/** Files of /proc and /sys, which are small, may be missing, and are not ours to trust. */

import { promises } from 'node:fs';

/** The longest file that is read, /proc/net/netstat, has some 5 KB. What is longer is not what it is taken for. */
export const MAX_FILE_BYTES = 32 * 1024;

/** @returns undefined where there is no such file, it may not be read, or has more than MAX_FILE_BYTES. Never rejects. */
export async function readText(path: string): Promise<string | undefined> {
  let file: promises.FileHandle | undefined;
  try {
    file = await promises.open(path, 'r');
    return await readAll(file);
  } catch {
    return undefined;
  } finally {
    // What was read is right, whatever closing says.
    await file?.close().catch(() => undefined);
  }
}

/** Until its end and not to its size: files of /proc say that they have none, and may come in pieces. */
async function readAll(file: promises.FileHandle): Promise<string | undefined> {
  const buffer = Buffer.allocUnsafe(MAX_FILE_BYTES + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) return buffer.toString('latin1', 0, length);
    length += bytesRead;
  }
  return undefined;
}
