/** The kernel that we run on, and the TCP figures of our network namespace: in Kubernetes those of the pod, of all its containers. */

import { hostname, release, type } from 'node:os';
import { join } from 'node:path';
import { present, wholeNumber } from './figures.ts';
import { readListeningPorts } from './listening-ports.ts';
import { type Pressures, readPressures } from './pressure.ts';
import { readText } from './read-text.ts';

export interface Kernel {
  /** In a container that of the pod, as a rule. */
  readonly hostname: string;
  /** "Linux", "Darwin". */
  readonly name: string;
  readonly release: string;
  readonly tcp?: TcpFigures;
  readonly network?: NetworkLimits;
  /** TCP ports that something in our network namespace listens on, in ascending order. */
  readonly listeningPorts?: readonly number[];
  /** Of the whole machine. */
  readonly pressure?: Pressures;
}

/** Ever, since the network namespace was made, but for `established`. RFC 4022, and SNMP counters of the kernel's documentation. */
export interface TcpFigures {
  readonly activeOpens?: number;
  readonly passiveOpens?: number;
  /** Connections that did not come to be. */
  readonly failedAttempts?: number;
  /** Established connections that ended with an RST. */
  readonly establishedResets?: number;
  readonly resetsSent?: number;
  /** Now: connections in ESTABLISHED or CLOSE_WAIT. */
  readonly established?: number;
  readonly segmentsReceived?: number;
  readonly segmentsSent?: number;
  readonly segmentsRetransmitted?: number;
  readonly segmentsInvalid?: number;
  /** Retransmission timers that ran out. */
  readonly timeouts?: number;
  /** Connections that were refused because a backlog was full: `somaxconn`, or what the program asked for. */
  readonly listenOverflows?: number;
  /** Those, and the ones that were dropped for other reasons. */
  readonly listenDrops?: number;
}

export interface NetworkLimits {
  /** The longest backlog that a listener can have. */
  readonly maxBacklog?: number;
  /** Local ports of connections that we open, first and last. */
  readonly firstLocalPort?: number;
  readonly lastLocalPort?: number;
}

/** @param root where `proc` is. Never rejects; what cannot be read is not there */
export async function readKernel(root = '/'): Promise<Kernel> {
  const [tcp, network, listeningPorts, pressure] = await Promise.all([
    readTcp(join(root, 'proc/net')),
    readLimits(join(root, 'proc/sys/net')),
    readListeningPorts(root),
    readPressures((resource) => join(root, 'proc/pressure', resource)),
  ]);
  return {
    hostname: hostname(),
    name: type(),
    release: release(),
    ...present({ tcp, network, listeningPorts, pressure }),
  };
}

async function readTcp(folder: string): Promise<TcpFigures | undefined> {
  const [snmp, netstat] = await Promise.all([readText(join(folder, 'snmp')), readText(join(folder, 'netstat'))]);
  const tcp = table(snmp, 'Tcp');
  const extension = table(netstat, 'TcpExt');
  return present<TcpFigures>({
    activeOpens: tcp.get('ActiveOpens'),
    passiveOpens: tcp.get('PassiveOpens'),
    failedAttempts: tcp.get('AttemptFails'),
    establishedResets: tcp.get('EstabResets'),
    resetsSent: tcp.get('OutRsts'),
    established: tcp.get('CurrEstab'),
    segmentsReceived: tcp.get('InSegs'),
    segmentsSent: tcp.get('OutSegs'),
    segmentsRetransmitted: tcp.get('RetransSegs'),
    segmentsInvalid: tcp.get('InErrs'),
    timeouts: extension.get('TCPTimeouts'),
    listenOverflows: extension.get('ListenOverflows'),
    listenDrops: extension.get('ListenDrops'),
  });
}

/** Two lines that begin with the name of the table: one of names, one of values. Values that are negative are left out. */
function table(text: string | undefined, name: string): ReadonlyMap<string, number> {
  const [names = [], values = []] = (text?.split('\n') ?? [])
    .filter((line) => line.startsWith(`${name}: `))
    .map((line) => line.trim().split(' ').slice(1));
  const figures = new Map<string, number>();
  // Where they are not as many, which value is whose is a guess.
  if (names.length !== values.length) return figures;
  names.forEach((each, n) => {
    const value = wholeNumber(values[n]);
    if (value !== undefined) figures.set(each, value);
  });
  return figures;
}

async function readLimits(folder: string): Promise<NetworkLimits | undefined> {
  const [backlog, ports] = await Promise.all([
    readText(join(folder, 'core/somaxconn')),
    readText(join(folder, 'ipv4/ip_local_port_range')),
  ]);
  const [first, last] = ports?.trim().split(/\s+/) ?? [];
  return present<NetworkLimits>({
    maxBacklog: wholeNumber(backlog),
    firstLocalPort: wholeNumber(first),
    lastLocalPort: wholeNumber(last),
  });
}
