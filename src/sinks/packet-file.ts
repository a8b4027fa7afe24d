/**
 * `--pcap`: every byte of every connection, from the first one on, as a packet capture: pcapng with IP and TCP around the bytes as they
 * passed, of TLS the clear text. All of it is in there, passwords, cookies and tokens included: nothing is redacted.
 */

import { interfaceDescription, interfaceStatistics, sectionHeader } from '../formats/pcapng/blocks.ts';
import { INTERFACE_NAME } from '../formats/pcapng/pcapng.ts';
import { TcpConnection } from '../formats/pcapng/tcp-connection.ts';
import { decodeAsWords, tlsWords } from '../formats/pcapng/words.ts';
import type { Address, Side, Tls } from '../trace/event.ts';
import { type ByteSink, createByteSink } from './byte-sink.ts';
import { openOutput } from './output.ts';
import { mendTail } from './pcapng-tail.ts';

/** Of packets that wait for the disk: two seconds of a disk that takes nothing, at half a gigabit a second. */
export const MAX_PACKET_QUEUE_BYTES = 128 * 1024 * 1024;

/** As the trace file: Kubernetes kills after 30 s. */
const CLOSE_TIMEOUT_MS = 10_000;

/** What surrounds the bytes of one packet, more than enough: block, IP, TCP, a comment on what was lost. */
const PACKET_OVERHEAD_BYTES = 512;

/** Packets of an open or a close, comments included. */
const CONTROL_BYTES = 16 * 1024;

export interface PacketFileOptions {
  readonly path: string;
  /** Who writes, for example "sre-test-server 0.1.0". */
  readonly application: string;
  /** Told once of a write that failed; the file is finished then, and traffic goes on. */
  onError(error: unknown): void;
  /** Default MAX_PACKET_QUEUE_BYTES. */
  readonly maxQueuedBytes?: number;
}

/** A connection that we accepted: `peer` is the client. */
export interface PacketFacts {
  /** "c1", "c2", … */
  readonly id: string;
  readonly listener: string;
  readonly peer: Address;
  readonly local: Address;
  readonly tls?: Tls;
}

export interface PacketEnd {
  readonly how: 'FIN' | 'RST' | 'LOCAL';
  readonly endedBy?: Side;
  readonly error?: string;
}

/** Times are microseconds since the Unix epoch. Nothing of it throws or waits: it is called while bytes of traffic wait. */
export interface PacketFile {
  opened(facts: PacketFacts, time: number): void;
  /** Copies the bytes. */
  chunk(conn: string, from: Side, bytes: Uint8Array, time: number): void;
  closed(conn: string, end: PacketEnd, time: number): void;
  /** Writes what waits. Never rejects. */
  close(): Promise<void>;
}

/**
 * Appends to a pcapng file of an earlier run, as a section of its own; a last block that is not whole is cut off.
 *
 * @throws the system's error where the file cannot be opened, or Error where it is something else than a pcapng file
 */
export async function openPacketFile(options: PacketFileOptions): Promise<PacketFile> {
  const { path, application, onError, maxQueuedBytes = MAX_PACKET_QUEUE_BYTES } = options;
  await mendTail(path);
  const output = await openOutput(path, 'packets are binary');
  const sink = createByteSink({ output, maxQueuedBytes, closeTimeoutMs: CLOSE_TIMEOUT_MS, onError });
  sink.push(sectionHeader(application));
  sink.push(interfaceDescription(INTERFACE_NAME));
  return new PacketWriter(sink, onError);
}

interface OpenConnection {
  readonly tcp: TcpConnection;
  /** Bytes since its last packet that are not in the file. */
  readonly lost: Record<Side, number>;
  /** A packet without content is not in the file. */
  lostOpening: boolean;
}

class PacketWriter implements PacketFile {
  private readonly sink: ByteSink;
  private readonly onError: (error: unknown) => void;
  /** As many as there are sockets. */
  private readonly connections = new Map<string, OpenConnection>();
  private count = 0;
  private packets = 0;
  private dropped = 0;
  private lastTime = 0;
  private hasFailed = false;

  constructor(sink: ByteSink, onError: (error: unknown) => void) {
    this.sink = sink;
    this.onError = onError;
  }

  opened(facts: PacketFacts, time: number): void {
    this.guard(time, () => {
      const tcp = new TcpConnection(facts.peer, facts.local, ++this.count);
      const connection: OpenConnection = { tcp, lost: { CLIENT: 0, SERVER: 0 }, lostOpening: false };
      this.connections.set(facts.id, connection);
      // The numbers of SYN are taken, whether or not there is room for it.
      const packets = tcp.open(time, openedWords(facts));
      if (this.sink.hasRoomFor(CONTROL_BYTES)) this.push(packets);
      else {
        connection.lostOpening = true;
        this.dropped += packets.length;
      }
    });
  }

  chunk(conn: string, from: Side, bytes: Uint8Array, time: number): void {
    this.guard(time, () => {
      const connection = this.connections.get(conn);
      if (connection === undefined) return;
      if (this.sink.hasRoomFor(bytes.length + PACKET_OVERHEAD_BYTES)) {
        this.push(connection.tcp.send(from, { bytes }, time, lossWords(connection)));
        return;
      }
      connection.tcp.advance(from, bytes.length);
      connection.lost[from] += bytes.length;
      this.dropped += 1;
    });
  }

  closed(conn: string, { how, endedBy = 'SERVER', error }: PacketEnd, time: number): void {
    this.guard(time, () => {
      const connection = this.connections.get(conn);
      this.connections.delete(conn);
      if (connection === undefined) return;
      if (!this.sink.hasRoomFor(CONTROL_BYTES)) {
        this.dropped += 1;
        return;
      }
      const words = [...lossWords(connection), ...(error === undefined ? [] : [error])];
      const { tcp } = connection;
      this.push(how === 'FIN' ? tcp.finish(endedBy, time, words) : tcp.reset(endedBy, time, words));
    });
  }

  close(): Promise<void> {
    this.sink.push(interfaceStatistics(this.lastTime, this.packets + this.dropped, this.dropped));
    return this.sink.close();
  }

  /** What goes wrong here is not the fault of traffic, nor its end. */
  private guard(time: number, write: () => void): void {
    this.lastTime = time;
    if (this.hasFailed) return;
    try {
      write();
    } catch (error) {
      this.hasFailed = true;
      this.onError(error);
    }
  }

  private push(blocks: Iterable<Uint8Array>): void {
    for (const block of blocks) {
      this.sink.push(block);
      this.packets += 1;
    }
  }
}

function openedWords({ id, listener, local, tls }: PacketFacts): string[] {
  const words = [`${id} on the listener "${listener}"`, decodeAsWords(local.port)];
  return tls === undefined ? words : [...words, tlsWords(tls)];
}

/** What is missing in front of the next packet. */
function lossWords(connection: OpenConnection): string[] {
  const { lost, lostOpening } = connection;
  if (lost.CLIENT === 0 && lost.SERVER === 0 && !lostOpening) return [];
  const bytes = `${lost.CLIENT} bytes of the client and ${lost.SERVER} of the server`;
  const what = lostOpening ? `the handshake, ${bytes}` : bytes;
  lost.CLIENT = 0;
  lost.SERVER = 0;
  connection.lostOpening = false;
  return [`Missing before this packet: ${what}. The file was slower than the traffic.`];
}
