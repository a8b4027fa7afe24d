/** A pcapng file of an earlier run: another section may follow its last block, and nothing may follow a part of one. */

import { promises } from 'node:fs';

/** A block begins with its type and its length, and ends with its length: draft-ietf-opsawg-pcapng §3.1. */
const BLOCK_HEAD_BYTES = 8;
const MIN_BLOCK_BYTES = 12;

/** The type of a Section Header Block, its length, and the magic number as we write it: in little-endian order. */
const SECTION_TYPE = 0x0a0d0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** Read at once. A file of 1 GB is gone through in a second; that happens only where its last block is not whole. */
const WINDOW_BYTES = 1024 * 1024;

/**
 * Cuts off the last block where it is not whole, as after a crash. What is not there, or no regular file, is left alone.
 *
 * @throws Error where it is another kind of file, which would be spoiled
 */
export async function mendTail(path: string): Promise<void> {
  const file = await promises.open(path, 'r+').catch(() => undefined);
  if (file === undefined) return;
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size === 0) return;
    await assertOurs(file, stats.size);
    if (await endsWithBlock(file, stats.size)) return;
    await file.truncate(await endOfLastBlock(file, stats.size));
  } finally {
    await file.close();
  }
}

async function assertOurs(file: promises.FileHandle, size: number): Promise<void> {
  const head = await read(file, 0, MIN_BLOCK_BYTES);
  const isOurs = head.length < MIN_BLOCK_BYTES || head.readUInt32LE(8) === BYTE_ORDER_MAGIC;
  if (isOurs && head.length >= 4 && head.readUInt32LE(0) === SECTION_TYPE) return;
  throw new Error(`it has ${size} bytes that are no pcapng file of ours, expected one, an empty file or none`);
}

async function endsWithBlock(file: promises.FileHandle, size: number): Promise<boolean> {
  if (size < MIN_BLOCK_BYTES) return false;
  const length = (await read(file, size - 4, 4)).readUInt32LE(0);
  if (length < MIN_BLOCK_BYTES || length > size) return false;
  return (await read(file, size - length + 4, 4)).readUInt32LE(0) === length;
}

async function endOfLastBlock(file: promises.FileHandle, size: number): Promise<number> {
  let end = 0;
  let windowAt = 0;
  let window = await read(file, 0, WINDOW_BYTES);
  for (;;) {
    if (end + BLOCK_HEAD_BYTES > size) return end;
    if (end + BLOCK_HEAD_BYTES > windowAt + window.length) {
      windowAt = end;
      window = await read(file, end, WINDOW_BYTES);
    }
    const length = window.readUInt32LE(end - windowAt + 4);
    if (length < MIN_BLOCK_BYTES || end + length > size) return end;
    end += length;
  }
}

async function read(file: promises.FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
