/** What happened on one stream, as two sides tell it to each other: the steps of its sequence diagram, and what is to be said of it. */

import type { Severity, TraceEvent } from '../../trace/event.ts';
import { type Ending, endingOf } from './stream-story-ending.ts';
import { type Facts, factsOf, firstOf, rpcOf } from './stream-story-facts.ts';
import { findingsOf, severities, withKnown } from './stream-story-findings.ts';
import { withMiddleFolded } from './stream-story-fold.ts';
import { type Stalls, stallsOf } from './stream-story-stalls.ts';
import type { Step } from './stream-story-step.ts';
import { stepsOf } from './stream-story-steps.ts';

export interface StreamStory extends Facts {
  readonly conn: string;
  /** Of the first event: microseconds since the Unix epoch. */
  readonly startTime: number;
  /** In the order of time, at most MAX_STEPS. */
  readonly steps: readonly Step[];
  /** How many there are without folding the middle. */
  readonly stepCount: number;
  readonly stalls: Stalls;
  /** Undefined while it is open, where that is not held, and on HTTP/1.1. */
  readonly ending: Ending | undefined;
  readonly findings: ReturnType<typeof findingsOf>;
}

type FindingEvents = StreamStory['findings'];

/**
 * @param events of one stream: its frames, messages and findings, or the request and response of HTTP/1.1; any part may be missing
 * @param known findings of the whole page
 */
export function streamStory(events: readonly TraceEvent[], known: FindingEvents = []): StreamStory {
  const ordered = [...events].sort((a, b) => a.seq - b.seq);
  const told = ordered.filter(({ kind }) => kind !== 'finding' && kind !== 'connectionOpened');
  const startTime = told[0]?.time ?? 0;
  const rpc = rpcOf(told);
  const conn = told[0]?.conn ?? '';
  const closed = firstOf(told, 'streamClosed');
  const findings = withKnown(findingsOf(ordered), known, conn, new Set(told.map(({ seq }) => seq)));
  const steps = stepsOf(told, startTime, rpc);
  return {
    ...factsOf(told, startTime),
    conn,
    startTime,
    steps: withMiddleFolded(marked(steps, severities(findings))),
    stepCount: steps.length,
    stalls: stallsOf(told, startTime),
    ending: closed === undefined ? undefined : endingOf(closed, rpc),
    findings,
  };
}

function marked(steps: readonly Step[], worst: ReadonlyMap<number, Severity>): readonly Step[] {
  if (worst.size === 0) return steps;
  return steps.map((step) => {
    const severity = step.seqs.map((seq) => worst.get(seq)).find((found) => found !== undefined);
    return severity === undefined ? step : { ...step, severity };
  });
}
