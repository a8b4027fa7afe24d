/** What a provoked cause left behind: the trace of the connections that show it, what our diagnosis says of them, and what others say. */

import type { Http1, Severity, StreamClosed } from '../../../../src/trace/event.ts';
import type { FrameRecord, TraceRecord } from '../trace-record.ts';

export interface Evidence {
  /** What the client said of it, in its own words. */
  readonly said: string;
  /** What the program in between, or the server, logged of it: the oracle for what happened. */
  readonly log: string;
  /** Between the client and what is in front of it. */
  readonly client?: Leg;
  /** What our server saw. */
  readonly server?: Leg;
}

/** Connections that were traced at one place. */
export interface Leg {
  readonly events: readonly EvidenceRecord[];
  /** One for each cause, in no order. */
  readonly findings: readonly FindingRecord[];
}

/** As on a line of NDJSON. */
export interface EvidenceRecord extends Omit<TraceRecord, 'frame' | 'streamClosed' | 'connectionClosed'> {
  readonly offsetMs: number;
  readonly frame?: EvidenceFrame;
  readonly streamClosed?: Partial<StreamClosed>;
  readonly http1?: Partial<Http1>;
  readonly connectionClosed?: { readonly how: string; readonly endedBy?: string; readonly error?: string };
}

export interface EvidenceFrame extends Omit<FrameRecord, 'headers' | 'ping'> {
  readonly headers?: NonNullable<FrameRecord['headers']> & { readonly listSize?: number };
  readonly ping?: { readonly opaque: string };
  readonly window?: { readonly connection?: number; readonly stream?: number };
}

export interface FindingRecord {
  readonly conn: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
  readonly advice: string;
  /** RFC 3339. */
  readonly firstTime: string;
  readonly count: number;
}

const SEVERITIES: readonly Severity[] = ['ERROR', 'WARNING', 'INFO'];

/** The worst first; of two that are as bad, the one that was seen first. */
export function ranked(findings: readonly FindingRecord[]): FindingRecord[] {
  const rank = ({ severity }: FindingRecord) => SEVERITIES.indexOf(severity);
  return findings.toSorted((a, b) => rank(a) - rank(b) || Date.parse(a.firstTime) - Date.parse(b.firstTime));
}
