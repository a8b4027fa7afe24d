/** What a run of healthy clients comes to, in words: a table, and what is wrong with the diagnosis. */

import { nameOf } from './healthy-row.ts';
import { type Counts, countOf, type RowReport, type RunReport } from './healthy-run.ts';
import type { SeenFinding } from './healthy-trace.ts';

const HEAD = ['client', 'path', 'connections', 'calls', 'INFO', 'WARNING', 'ERROR', 'rules'];

const MAX_LINE = 280;

/** A line a row. */
export function table(reports: readonly RowReport[]): readonly string[] {
  const rows = [HEAD, ...reports.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function cellsOf({ row, traced, found }: RowReport): readonly string[] {
  const counts = [
    traced.connections,
    traced.calls,
    ...(['INFO', 'WARNING', 'ERROR'] as const).map((it) => countOf(found, it)),
  ];
  const rules = Array.from(found, ([key, count]) => `${key.replace(' INFO', '')} ×${count}`);
  return [row.client, row.path, ...counts.map(String), rules.join(', ')];
}

/** These speak of the machine: whether it is busy has nothing to do with the clients. */
const OF_THE_MACHINE: readonly string[] = ['E1', 'E2', 'E3', 'E5'];

/** Findings of severity WARNING and ERROR. */
export function badOf(found: Counts, allowed: readonly string[] = []): number {
  const except = [...OF_THE_MACHINE, ...allowed];
  return countOf(found, 'WARNING', except) + countOf(found, 'ERROR', except);
}

export function isBad({ severity, rule }: SeenFinding): boolean {
  return severity !== 'INFO' && !OF_THE_MACHINE.includes(rule);
}

/** A finding with the traffic that it is about, and the events that led to it. */
export function wordsOf(finding: SeenFinding, report: RunReport): string {
  const { rule, severity, title, explanation, conn } = finding;
  const row = report.rows.find(({ connections }) => connections.some((each) => each.conn === conn));
  const who = row === undefined ? 'none of the clients' : nameOf(row.row);
  const events = report.around(finding).map((line) => `    ${line.slice(0, MAX_LINE)}`);
  return [`${severity} ${rule} of ${conn} (${who}): ${title}`, `  ${explanation}`, ...events].join('\n');
}
