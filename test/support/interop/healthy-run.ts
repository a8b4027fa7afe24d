/** One server, and clients that talk to it one after the other: what it finds about each. */

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Severity } from '../../../src/trace/event.ts';
import { parseExposition } from '../prometheus-text.ts';
import { type ServerProcess, startServer } from '../server-process.ts';
import { eventually } from './eventually.ts';
import type { HealthyRow, Traffic } from './healthy-row.ts';
import { HealthyTrace, type SeenConnection, type SeenFinding } from './healthy-trace.ts';
import { type Scratch, scratchFolder } from './scratch.ts';

/** Some rules look at the clock and not at an event: once a second, of which two must have passed. */
const LATE_FINDINGS_MS = 2_500;

/** "K1 ERROR" → how often it was found. */
export type Counts = ReadonlyMap<string, number>;

export interface RowReport {
  readonly row: HealthyRow;
  readonly claimed: Traffic;
  /** What the trace has of it: without connections to the admin port, where it is not about those. */
  readonly traced: Traffic;
  readonly connections: readonly SeenConnection[];
  /** Between its beginning and the beginning of the next. */
  readonly found: Counts;
}

export interface RunReport {
  readonly rows: readonly RowReport[];
  /** From the beginning to the end of the server; and what `/api/findings` had then. */
  readonly found: Counts;
  readonly listed: readonly SeenFinding[];
  /** What the trace file has, of the end of the server too. */
  readonly told: readonly SeenFinding[];
  /** The events around one, as the file has them. */
  around(finding: SeenFinding): readonly string[];
}

export interface HealthyRun {
  /** @throws when the traffic did not succeed, or is not in the trace */
  drive(row: HealthyRow): Promise<void>;
  /** Waits for late findings, and stops the server. */
  finish(): Promise<RunReport>;
  /** Also where `finish` was not called. */
  remove(): Promise<void>;
}

/** @param args more for the command line of the server */
export async function startHealthyRun(args: readonly string[]): Promise<HealthyRun> {
  const scratch = scratchFolder();
  const file = scratch.path('trace.ndjson');
  const server = await startServer({ args: ['--log', 'off', '--trace-file', file, ...args] });
  const trace = new HealthyTrace(file);
  const rows: RowReport[] = [];
  return {
    async drive(row) {
      rows.push(await driveRow(row, server, trace));
    },
    async finish() {
      await sleep(LATE_FINDINGS_MS);
      const [found, listed] = [await countsOf(server), await findingsOf(server)];
      await server.stop();
      await Promise.all(rows.map(({ claimed }) => claimed.rest));
      trace.update();
      return { rows, found, listed, told: trace.findings, around: (finding) => around(trace, finding) };
    },
    async remove() {
      await server.stop();
      scratch.remove();
    },
  };
}

async function driveRow(row: HealthyRow, server: ServerProcess, trace: HealthyTrace): Promise<RowReport> {
  const before = await countsOf(server);
  trace.update();
  const first = trace.connections.length;
  const claimed = await inScratchFolder((scratch) => row.drive(server, scratch));
  const seen = () => trace.connections.slice(first).filter(({ isAdmin }) => isAdmin === (row.isOfAdminPort ?? false));
  await eventually(
    () => `the trace of ${JSON.stringify(claimed)}: ${JSON.stringify(tracedOf(seen()))}, ${stillOpen(seen())} open`,
    () => {
      trace.update();
      const { connections, calls } = tracedOf(seen());
      // Who looks at the trace is not in it any more, and so are not the ends of such connections.
      const isEnded = row.isOfAdminPort === true || claimed.rest !== undefined || stillOpen(seen()) === 0;
      const isWhole = connections >= claimed.connections && calls >= claimed.calls && isEnded;
      return isWhole ? true : undefined;
    },
  );
  const connections = seen();
  return { row, claimed, traced: tracedOf(connections), connections, found: minus(await countsOf(server), before) };
}

async function inScratchFolder<T>(use: (scratch: Scratch) => Promise<T>): Promise<T> {
  const scratch = scratchFolder();
  try {
    return await use(scratch);
  } finally {
    scratch.remove();
  }
}

function tracedOf(connections: readonly SeenConnection[]): Traffic {
  return { connections: connections.length, calls: connections.reduce((sum, { calls }) => sum + calls, 0) };
}

function stillOpen(connections: readonly SeenConnection[]): number {
  return connections.filter(({ isOpen }) => isOpen).length;
}

/** What `sre_findings_total` says. */
async function countsOf({ adminPort }: ServerProcess): Promise<Counts> {
  const family = parseExposition(await textAt(adminPort, '/metrics'), 'text').get('sre_findings_total');
  if (family === undefined) throw new Error('/metrics has no sre_findings_total');
  return new Map(
    family.samples.map(({ labels, value }) => [`${labels.get('rule')} ${labels.get('severity')}`, value] as const),
  );
}

/** On a connection of its own, so that none of a row is used for it. */
async function textAt(port: number, path: string): Promise<string> {
  const request = get({ host: '127.0.0.1', port, path, agent: false });
  const [response]: IncomingMessage[] = await once(request, 'response');
  if (response?.statusCode !== 200) throw new Error(`${path}: ${response?.statusCode}`);
  return text(response);
}

function minus(now: Counts, before: Counts): Counts {
  const differences = Array.from(now, ([key, count]) => [key, count - (before.get(key) ?? 0)] as const);
  return new Map(differences.filter(([, count]) => count > 0));
}

async function findingsOf({ adminPort }: ServerProcess): Promise<readonly SeenFinding[]> {
  const answer: Findings = JSON.parse(await textAt(adminPort, '/api/findings?limit=1000'));
  return answer.findings.map(({ finding, conn = '' }) => ({ ...finding, conn, seq: Math.max(0, ...finding.evidence) }));
}

interface Findings {
  readonly findings: readonly ListedFinding[];
}

interface ListedFinding {
  readonly conn?: string;
  readonly finding: Omit<SeenFinding, 'seq' | 'conn'>;
}

/** Events of its connection before it, enough to see what led to it. */
const EVENTS_AROUND = 20;

function around(trace: HealthyTrace, { seq, conn, evidence }: SeenFinding): readonly string[] {
  const isEvidence = new Set(evidence);
  const before = trace.lines((each, of) => of === conn && each <= seq && !isEvidence.has(each)).slice(-EVENTS_AROUND);
  return [...trace.lines((each) => isEvidence.has(each)).map((line) => `! ${line}`), ...before];
}

/** How many findings of this severity, of all rules but these. */
export function countOf(found: Counts, severity: Severity, except: readonly string[] = []): number {
  return Array.from(found).reduce((sum, [key, count]) => {
    const [rule = '', of] = key.split(' ');
    return of === severity && !except.includes(rule) ? sum + count : sum;
  }, 0);
}
