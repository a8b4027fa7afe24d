/** Captures loopback with tshark, completely: from before the first packet of interest to after the last one. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { toolEnvironment } from './tool.ts';

/** tshark takes about a second to begin; its file is written at least twice a second. */
const MARKER_TIMEOUT_MS = 20_000;
const MARKER_INTERVAL_MS = 50;

/** MiB of kernel buffer: all the traffic of a test fits, so that a slow tshark loses nothing. */
const KERNEL_BUFFER_MIB = '32';

export interface Capture {
  /** After all traffic has ended. @throws when tshark lost packets. */
  stop(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly file: string;
  readonly marker: Socket;
  stderr(): string;
}

/** Resolves when packets to and from TCP `ports` on loopback are being written to `file`. */
export async function startCapture(ports: readonly number[], file: string): Promise<Capture> {
  const marker = createSocket('udp4');
  marker.bind(0, '127.0.0.1');
  await once(marker, 'listening');
  const filter = [...ports.map((port) => `tcp port ${port}`), `udp port ${marker.address().port}`].join(' or ');
  const args = ['-i', 'lo', '-B', KERNEL_BUFFER_MIB, '-f', filter, '-w', file, '-q'];
  const child = spawn('tshark', args, { env: toolEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  const running: Running = { child, file, marker, stderr: collectStderr(child) };
  await markFile(running);
  return { stop: () => stop(running) };
}

function collectStderr(child: ChildProcess): () => string {
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  child.once('error', (error) => {
    stderr += `tshark cannot be started (scripts/install-interop.sh installs it): ${error.message}`;
  });
  return () => stderr;
}

/**
 * Sends packets of our own until one is in the file. Packets are captured in order, so all that was sent before it is in
 * the file too; and when it is the first, capturing has begun.
 */
async function markFile({ child, file, marker, stderr }: Running): Promise<void> {
  const text = randomUUID();
  const deadline = Date.now() + MARKER_TIMEOUT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    marker.send(text, marker.address().port, '127.0.0.1');
    await sleep(MARKER_INTERVAL_MS);
    if (existsSync(file) && readFileSync(file).includes(text)) return;
  }
  child.kill('SIGKILL');
  marker.close();
  throw new Error(`tshark does not capture on loopback (it needs root, or dumpcap with CAP_NET_RAW):\n${stderr()}`);
}

async function stop(running: Running): Promise<void> {
  await markFile(running);
  running.marker.close();
  const closed = once(running.child, 'close');
  running.child.kill('SIGINT');
  await closed;
  if (/[1-9]\d* packets? dropped/.test(running.stderr())) throw new Error(`tshark lost packets:\n${running.stderr()}`);
}
