/** `--tls-keylog`: the secrets of TLS connections, for Wireshark to decrypt a capture of them: draft-ietf-tls-keylogfile. */

import { createByteSink } from './byte-sink.ts';
import { openOutput } from './output.ts';

/** Of lines that wait for the disk: a handshake has five of some 180 bytes, so this is a thousand handshakes. */
export const MAX_KEY_LOG_QUEUE_BYTES = 1024 * 1024;

const CLOSE_TIMEOUT_MS = 10_000;

export interface KeyLogOptions {
  readonly path: string;
  /** Told once of a write that failed; the file is finished then, and handshakes go on. */
  onError(error: unknown): void;
  /** Default MAX_KEY_LOG_QUEUE_BYTES. */
  readonly maxQueuedBytes?: number;
}

export interface KeyLog {
  /** @param line as Node has it: with its line feed. Never throws or waits */
  write(line: Uint8Array): void;
  /** Writes what waits. Never rejects. */
  close(): Promise<void>;
}

/** Appends. @throws the system's error where the file cannot be opened */
export async function openKeyLog({ path, onError, maxQueuedBytes }: KeyLogOptions): Promise<KeyLog> {
  const output = await openOutput(path, 'whoever reads it can decrypt the connections');
  const sink = createByteSink({
    output,
    maxQueuedBytes: maxQueuedBytes ?? MAX_KEY_LOG_QUEUE_BYTES,
    closeTimeoutMs: CLOSE_TIMEOUT_MS,
    onError,
  });
  let dropped = 0;
  return {
    write(line) {
      if (!sink.hasRoomFor(line.length)) {
        dropped += 1;
        return;
      }
      if (dropped > 0) sink.push(lossLine(dropped));
      dropped = 0;
      sink.push(Uint8Array.from(line));
    },
    close() {
      if (dropped > 0) sink.push(lossLine(dropped));
      return sink.close();
    },
  };
}

/** Readers skip lines that begin with "#". */
function lossLine(dropped: number): Uint8Array {
  return Buffer.from(`# ${dropped} lines are missing: the disk was slower than the handshakes\n`);
}
