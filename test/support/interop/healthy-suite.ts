/** The tests of a group of healthy clients: each one's traffic succeeds, and the diagnosis has nothing against it. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { badOf, isBad, table, wordsOf } from './healthy-report.ts';
import { type HealthyRow, nameOf } from './healthy-row.ts';
import { type HealthyRun, type RunReport, startHealthyRun } from './healthy-run.ts';

/** @param args more for the command line of the server */
export function testHealthy(group: string, rows: readonly HealthyRow[], args: readonly string[] = []): void {
  testSilence(
    group,
    rows.filter(({ provokes }) => provokes === undefined),
    args,
  );
  // On a server of their own: what is found there of one client must not be what keeps silent of another.
  const provoking = rows.filter(({ provokes }) => provokes !== undefined);
  if (provoking.length > 0) testProvoked(`${group}, who provoke on purpose`, provoking, args);
}

function testSilence(group: string, rows: readonly HealthyRow[], args: readonly string[]): void {
  describe(group, () => {
    const finished = driveEach(rows, args);

    test('no finding of severity WARNING or ERROR', async (context) => {
      const report = await finished();
      for (const line of table(report.rows)) context.diagnostic(line);
      const words = report.told.filter(isBad).map((finding) => wordsOf(finding, report));
      assert.equal(words.length, 0, words.join('\n\n'));
      assert.deepEqual(report.listed.filter(isBad), []);
      assert.equal(badOf(report.found), 0);
    });

    for (const row of rows) {
      test(`${nameOf(row)}: nothing in the metric either`, async () => {
        const report = (await finished()).rows.find((each) => each.row === row);
        assert.ok(report !== undefined, 'its traffic did not succeed');
        assert.equal(badOf(report.found), 0);
      });
    }
  });
}

function testProvoked(group: string, rows: readonly HealthyRow[], args: readonly string[]): void {
  describe(group, () => {
    const finished = driveEach(rows, args);

    test('no finding of severity WARNING or ERROR but those', async (context) => {
      const report = await finished();
      for (const line of table(report.rows)) context.diagnostic(line);
      const allowed = rows.flatMap(({ provokes = [] }) => provokes);
      const others = report.told.filter((finding) => isBad(finding) && !allowed.includes(finding.rule));
      assert.equal(others.length, 0, others.map((finding) => wordsOf(finding, report)).join('\n\n'));
    });

    for (const row of rows) {
      test(`${nameOf(row)}: ${row.provokes?.join(', ')} and nothing else`, async () => {
        const report = (await finished()).rows.find((each) => each.row === row);
        assert.ok(report !== undefined, 'its traffic did not succeed');
        const { found } = report;
        assert.equal(badOf(found, row.provokes), 0);
        const rules = new Set(Array.from(found.keys(), (key) => key.split(' ')[0]));
        if (row.isRace) return;
        for (const rule of row.provokes ?? []) assert.ok(rules.has(rule), `${rule} was not found: it need not be here`);
      });
    }
  });
}

/** A test a row. @returns what has come of them, to be asked behind them */
function driveEach(rows: readonly HealthyRow[], args: readonly string[]): () => Promise<RunReport> {
  let run: HealthyRun;
  let report: Promise<RunReport> | undefined;
  before(async () => {
    run = await startHealthyRun(args);
  });
  after(() => run?.remove());
  for (const row of rows) test(`${nameOf(row)}: its traffic succeeds`, () => run.drive(row));
  return () => {
    report ??= run.finish();
    return report;
  };
}
