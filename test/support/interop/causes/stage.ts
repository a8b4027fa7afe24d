/** Where a cause is provoked: what it starts is stopped behind it, and its evidence read before. */

import { readFileSync } from 'node:fs';
import { type RecordingRelay, recordingRelay } from '../../recording-relay.ts';
import { type ServerProcess, startServer } from '../../server-process.ts';
import { eventually } from '../eventually.ts';
import { type Scratch, scratchFolder } from '../scratch.ts';
import type { Evidence, EvidenceRecord, FindingRecord, Leg } from './evidence.ts';
import { relayedLeg } from './relayed-leg.ts';
import { wireLines } from './wire-lines.ts';

export type Provoke = (stage: Stage) => Promise<Evidence>;

/** @throws what `provoke` throws; whatever it has started is stopped. */
export async function provoked(provoke: Provoke): Promise<Evidence> {
  const stage = new Stage();
  try {
    return await provoke(stage);
  } finally {
    await stage.close();
  }
}

interface Stoppable {
  stop(): Promise<unknown>;
}

export interface OurServer extends ServerProcess {
  /** Waits until all its connections have ended: what is in front of it must have been stopped. */
  leg(): Promise<Leg>;
}

export interface Relay extends RecordingRelay {
  /** Waits until one of the lines of what has passed, as `wireLines` has them, matches. */
  saw(line: RegExp): Promise<void>;
  /** Waits until all its connections have ended. */
  leg(): Promise<Leg>;
}

export class Stage {
  readonly scratch: Scratch = scratchFolder();
  private readonly started: Stoppable[] = [];

  /** Makes sure that it is stopped, if not sooner. */
  async with<T extends Stoppable>(starting: Promise<T>): Promise<T> {
    const it = await starting;
    this.started.push(it);
    return it;
  }

  async ourServer(args: readonly string[] = []): Promise<OurServer> {
    const file = this.scratch.path('trace.ndjson');
    const starting = startServer({ args: ['--log', 'off', '--trace-file', file, ...args] });
    const server = await this.with(starting);
    return { ...server, leg: () => legOfServer(server, file) };
  }

  /** Between a client and 127.0.0.1:`port`. */
  async relay(port: number): Promise<Relay> {
    const relay = await this.with(recordingRelay(port));
    return { ...relay, saw: (line) => lineOfRelay(relay, line), leg: () => legOfRelay(relay) };
  }

  /** The last first: clients before what they talk to. */
  async close(): Promise<void> {
    for (const each of this.started.toReversed()) await each.stop();
    this.scratch.remove();
  }
}

async function lineOfRelay({ connections }: RecordingRelay, line: RegExp): Promise<void> {
  await eventually(
    () => `${line} on the relay`,
    () => (wireLines(relayedLeg(connections)).some((each) => line.test(each)) ? true : undefined),
  );
}

async function legOfRelay(relay: RecordingRelay): Promise<Leg> {
  const connections = await eventually(
    () => `${relay.connections.filter(({ ended }) => ended === undefined).length} relayed connections to end`,
    () => (relay.connections.every(({ ended }) => ended !== undefined) ? relay.connections : undefined),
  );
  return relayedLeg(connections);
}

async function legOfServer({ adminPort }: ServerProcess, file: string): Promise<Leg> {
  const events = await eventually(
    () => 'the connections of the server to end',
    () => {
      const sofar = readEvents(file);
      return isOver(sofar) ? sofar : undefined;
    },
  );
  const shown = events.filter(({ conn }) => !isProbe(events, conn));
  const findings = await findingsOf(adminPort);
  return { events: shown, findings: findings.filter(({ conn }) => !isProbe(events, conn)) };
}

function readEvents(file: string): EvidenceRecord[] {
  const text = readFileSync(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

function isOver(events: readonly EvidenceRecord[]): boolean {
  const opened = events.filter(({ connectionOpened }) => connectionOpened !== undefined);
  const closed = events.filter(({ connectionClosed }) => connectionClosed !== undefined);
  return opened.length > 0 && opened.length === closed.length;
}

/** A proxy that forwards TCP passes on the connection that asked whether it listens. */
function isProbe(events: readonly EvidenceRecord[], conn: string): boolean {
  const ofConn = events.filter((event) => event.conn === conn);
  return ofConn.some(({ connectionClosed }) => connectionClosed?.error === 'the client sent nothing');
}

async function findingsOf(adminPort: number): Promise<FindingRecord[]> {
  const response = await fetch(`http://127.0.0.1:${adminPort}/api/findings?limit=1000`);
  const { findings }: { findings: { conn: string; finding: Omit<FindingRecord, 'conn'> }[] } = JSON.parse(
    await response.text(),
  );
  return findings.map(({ conn, finding }) => ({ conn, ...finding }));
}
