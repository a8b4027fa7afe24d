/** What is kept of connections byte by byte, where it is asked for: --pcap and --tls-keylog. */

import type { Clock } from '../capture/clock.ts';
import type { AcceptedConnection } from '../capture/front.ts';
import { withPackets } from '../capture/packet-observer.ts';
import type { SpliceObserver } from '../capture/splice.ts';
import type { OutputConfig } from '../cli/output-config.ts';
import { openKeyLog } from '../sinks/key-log.ts';
import { openPacketFile } from '../sinks/packet-file.ts';
import { messageOf } from './error-words.ts';

export type Observe = (connection: AcceptedConnection) => SpliceObserver;

export interface Captures {
  /** @returns `observe`, and the bytes go to the packet file as well, where there is one */
  withPackets(observe: Observe): Observe;
  /** Undefined: nobody wants the secrets of TLS. */
  readonly keylog: ((line: Buffer) => void) | undefined;
  /** Writes what waits. Never rejects. */
  close(): Promise<void>;
}

export interface CaptureOptions {
  readonly output: OutputConfig;
  /** Who writes, for example "sre-test-server 0.1.0". */
  readonly application: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** @throws Error with the name of the flag, where a file cannot be opened */
export async function openCaptures({ output, application, clock, log }: CaptureOptions): Promise<Captures> {
  const { packetFile, keyLog: keyLogFile } = output;
  const open = opener(log);
  const packets =
    packetFile === undefined
      ? undefined
      : await open('--pcap', packetFile, (onError) => openPacketFile({ path: packetFile, application, onError }));
  const keyLog =
    keyLogFile === undefined
      ? undefined
      : await open('--tls-keylog', keyLogFile, (onError) => openKeyLog({ path: keyLogFile, onError }));
  return {
    withPackets(observe) {
      if (packets === undefined) return observe;
      return (connection) => {
        const { facts } = connection;
        const observer = observe(connection);
        // Who looks at the server brings its token, and takes the trace: neither is traffic.
        return facts.listener === 'admin' ? observer : withPackets(observer, facts, packets, clock);
      };
    },
    keylog: keyLog && ((line) => keyLog.write(line)),
    async close() {
      await Promise.all([packets?.close(), keyLog?.close()]);
    },
  };
}

type Open = <File>(
  flag: string,
  path: string,
  open: (onError: (error: unknown) => void) => Promise<File>,
) => Promise<File>;

function opener(log: (line: string) => void): Open {
  return async (flag, path, open) => {
    const onError = (error: unknown) =>
      log(`error: ${flag} ${path}: ${messageOf(error)}; nothing more is written to it`);
    try {
      return await open(onError);
    } catch (error) {
      throw new Error(`${flag} ${path}: ${messageOf(error)}`, { cause: error });
    }
  };
}
