/** A nameserver that knows one name, over UDP alone, and takes its time. */

import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface DnsServerOptions {
  /** Without a dot at its end. It has an A record, and no AAAA. */
  readonly name: string;
  readonly delayMs: Readonly<Record<'A' | 'AAAA', number>>;
  /** Answers do not fit: TC is set, and resolvers ask by TCP, where nobody is. */
  readonly truncates?: boolean;
}

export interface DnsServer {
  readonly port: number;
  /** "api.example.com A", in the order they came. */
  readonly queries: readonly string[];
  close(): void;
}

const AAAA = 28;

/** RFC 1035 §4.1.1: a response, recursion desired and available; its code 0, and 3 for a name that does not exist. */
const NOERROR = 0x8180;
const NXDOMAIN = 0x8183;
const TC = 0x0200;

/** The name of the question (by a pointer to it), A, IN, 5 s, 192.0.2.1. */
const RECORD = Buffer.from('c00c00010001000000050004c0000201', 'hex');

export async function startDnsServer(options: DnsServerOptions): Promise<DnsServer> {
  const queries: string[] = [];
  const socket = createSocket('udp4');
  const timers = new Set<NodeJS.Timeout>();
  socket.on('message', (query, from) => {
    const { name, type, end } = question(query);
    queries.push(`${name} ${type}`);
    const answer = answerTo(query.subarray(0, end), name === options.name, type, options.truncates === true);
    const timer = setTimeout(() => {
      timers.delete(timer);
      socket.send(answer, from.port, from.address);
    }, options.delayMs[type]);
    timers.add(timer);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    queries,
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      socket.close();
    },
  };
}

interface Question {
  readonly name: string;
  readonly type: 'A' | 'AAAA';
  /** Where it ends; what dig has behind it is EDNS. */
  readonly end: number;
}

function question(query: Buffer): Question {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1) === AAAA ? 'AAAA' : 'A', end: at + 5 };
}

function answerTo(question: Buffer, isKnown: boolean, type: 'A' | 'AAAA', truncates: boolean): Buffer {
  const head = Buffer.from(question);
  const hasRecord = isKnown && type === 'A' && !truncates;
  head.writeUInt16BE((isKnown ? NOERROR : NXDOMAIN) | (truncates ? TC : 0), 2);
  head.writeUInt16BE(hasRecord ? 1 : 0, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  return hasRecord ? Buffer.concat([head, RECORD]) : head;
}
