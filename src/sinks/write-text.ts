import type { Writable } from 'node:stream';

/** Resolves when the stream has passed it on, not when it has buffered it. */
export function writeText(stream: Writable, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
