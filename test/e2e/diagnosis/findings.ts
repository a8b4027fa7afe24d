/** What a server has found, by its admin port. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ServerProcess } from '../../support/server-process.ts';

/** Longer than anything here takes on a busy machine. */
const PATIENCE_MS = 20_000;

export interface FoundJson {
  readonly rule: string;
  readonly severity: string;
  readonly explanation: string;
  readonly evidence: readonly number[];
}

/** @param query of `/api/findings`, with its question mark */
export async function findings({ adminPort }: ServerProcess, query = ''): Promise<FoundJson[]> {
  const answer = await fetch(`http://127.0.0.1:${adminPort}/api/findings${query}`);
  const body: { readonly findings: readonly { readonly finding: FoundJson }[] } = JSON.parse(await answer.text());
  return body.findings.map(({ finding }) => finding);
}

/** Waits for a finding of `rule` that says this. */
export async function finds(
  server: ServerProcess,
  rule: string,
  explanation: RegExp,
  patienceMs = PATIENCE_MS,
): Promise<FoundJson> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const all = await findings(server, `?rule=${rule}`);
    const found = all.find((finding) => explanation.test(finding.explanation));
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, `no ${rule} says ${explanation}: ${JSON.stringify(all)}`);
    await sleep(20);
  }
}
