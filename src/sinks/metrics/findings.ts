import type { Severity } from '../../trace/event.ts';
import type { NumberFamily } from './family.ts';

/** How often a rule has matched with this severity, ever. Rules are ours, some seventy. */
export interface FindingTotal {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
}

/** Read and not counted: readers of the trace are not told each time that a cause is seen again. */
export function findingsFamily(totals: () => Iterable<FindingTotal>): NumberFamily {
  return {
    name: 'sre_findings_total',
    type: 'counter',
    help: 'Findings of the diagnosis, by rule and severity: each time that a cause was seen.',
    labelNames: ['rule', 'severity'],
    collect: () => Array.from(totals(), ({ rule, severity, count }) => ({ labels: { rule, severity }, value: count })),
  };
}
