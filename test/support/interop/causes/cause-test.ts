/** Tests of a provoked cause: it is provoked once, and each test looks at another side of what it left. */

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe } from 'node:test';
import { type Evidence, type FindingRecord, type Leg, ranked } from './evidence.ts';
import { type Provoke, provoked } from './stage.ts';
import { wireLines } from './wire-lines.ts';

/** Where transcripts are written to, for whoever wants to read them: a file a cause. */
const TRANSCRIPTS = process.env.CAUSES_TRANSCRIPTS;

/** @param name for the file of its transcript as well */
export function describeCause(name: string, provoke: Provoke, declareTests: (evidence: () => Evidence) => void): void {
  describe(name, () => {
    let evidence: Evidence | undefined;
    before(async () => {
      evidence = await provoked(provoke);
      if (TRANSCRIPTS !== undefined) writeTranscript(TRANSCRIPTS, name, evidence);
    });
    declareTests(() => {
      assert.ok(evidence !== undefined, `${name} was not provoked`);
      return evidence;
    });
  });
}

/** Fails where no line matches, or not in this order. @returns the lines */
export function assertWire(leg: Leg | undefined, patterns: readonly RegExp[]): string[] {
  const lines = linesOf(leg);
  let next = 0;
  return patterns.map((pattern) => {
    const found = lines.findIndex((line, n) => n >= next && pattern.test(line));
    assert.ok(found >= 0, `no ${pattern} behind line ${next} of\n${lines.join('\n')}`);
    next = found + 1;
    return lines[found] ?? '';
  });
}

export function assertNotOnWire(leg: Leg | undefined, pattern: RegExp): void {
  assert.deepEqual(
    linesOf(leg).filter((line) => pattern.test(line)),
    [],
  );
}

/** The milliseconds that a line of `wireLines` begins with. */
export function timeOf(line: string | undefined): number {
  return Number.parseFloat(line ?? '');
}

/** Fails where the worst finding, or the first of the worst, is of another rule, or its explanation lacks one of the numbers. */
export function assertTopFinding(leg: Leg | undefined, rule: string, numbers: readonly RegExp[]): FindingRecord {
  const [top] = ranked(leg?.findings ?? []);
  const context = `\n${findingLines(leg).join('\n')}\n${linesOf(leg).join('\n')}`;
  assert.equal(top?.rule, rule, `top finding ${top?.rule}, expected ${rule}${context}`);
  for (const number of numbers) assert.match(top?.explanation ?? '', number);
  assert.ok(top !== undefined);
  return top;
}

/** Fails where anything worse than INFO is found. */
export function assertNoTrouble(leg: Leg | undefined): void {
  const trouble = (leg?.findings ?? []).filter(({ severity }) => severity !== 'INFO');
  assert.deepEqual(trouble, [], linesOf(leg).join('\n'));
}

function linesOf(leg: Leg | undefined): string[] {
  assert.ok(leg !== undefined, 'nothing was traced there');
  return wireLines(leg);
}

function findingLines(leg: Leg | undefined): string[] {
  return ranked(leg?.findings ?? []).map(
    ({ conn, rule, severity, title, explanation, advice, count }) =>
      `${conn} ${severity} ${rule} ×${count} ${title}: ${explanation}\n    ${advice.replaceAll('\n', '\n    ')}`,
  );
}

function writeTranscript(folder: string, name: string, { said, log, client, server }: Evidence): void {
  mkdirSync(folder, { recursive: true });
  const parts = [
    ['what the client said', said],
    ['what was logged', log],
    ...legParts('between the client and what is in front of it', client),
    ...legParts('what our server saw', server),
  ];
  const text = parts.map(([title, body]) => `== ${title}\n${body}\n`).join('\n');
  writeFileSync(join(folder, `${name.replaceAll(/\W+/g, '-')}.txt`), text);
}

function legParts(title: string, leg: Leg | undefined): [string, string][] {
  if (leg === undefined) return [];
  return [
    [title, wireLines(leg).join('\n')],
    ['findings there', findingLines(leg).join('\n')],
  ];
}
