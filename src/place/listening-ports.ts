/** The TCP ports that are listened on in our network namespace: in Kubernetes those of all containers of the pod. */

import { join } from 'node:path';
import { readStart, type TextStart } from './read-text.ts';

/** `sl local_address rem_address st`, in hex, the address before its port: `0: 0100007F:1F90 00000000:0000 0A`. */
const SOCKET = /^ *\d+: [0-9A-F]{8,32}:([0-9A-F]{4}) [0-9A-F]{8,32}:[0-9A-F]{4} ([0-9A-F]{2}) /;

/** TCP_LISTEN of the kernel. */
const LISTEN = '0A';

/**
 * @param root where `proc` is
 * @returns in ascending order; undefined where not all of them are known. Never rejects
 */
export async function readListeningPorts(root = '/'): Promise<readonly number[] | undefined> {
  const folder = join(root, 'proc/net');
  const [tcp, tcp6] = await Promise.all([readStart(join(folder, 'tcp')), readStart(join(folder, 'tcp6'))]);
  const ports = portsOf(tcp);
  // A kernel without IPv6 has no file for it.
  const ports6 = tcp6 === undefined ? [] : portsOf(tcp6);
  return ports === undefined || ports6 === undefined ? undefined : ascending([...ports, ...ports6]);
}

/** A host has connections by the thousand, one a line: the kernel tells those that listen first, so the start of the list will do. */
function portsOf(start: TextStart | undefined): number[] | undefined {
  if (start === undefined) return undefined;
  const ports: number[] = [];
  // The first line is names; the last one ends the text, or is cut.
  for (const line of start.text.split('\n').slice(1, -1)) {
    const [, port = '', state] = SOCKET.exec(line) ?? [];
    if (state === undefined) return undefined;
    if (state === LISTEN) ports.push(Number.parseInt(port, 16));
    else if (!start.isWhole) return ports;
  }
  return start.isWhole ? ports : undefined;
}

function ascending(ports: readonly number[]): number[] {
  return [...new Set(ports)].sort((one, other) => one - other);
}
