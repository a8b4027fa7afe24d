/**
 * `npm audit --omit=dev`, where the registry can be asked at all: not every mirror has advisories.
 *
 *   node --import tsx scripts/audit.ts
 *
 * Exit code 0: none is known. 1: some are, and are listed. 3: not checked, and why.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** npm asks again itself; a registry that does not answer must not hold up CI. */
const TIMEOUT_MS = 120_000;

export interface Verdict {
  readonly code: 0 | 1 | 3;
  readonly text: string;
}

interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  readonly range: string;
  /** Advisories, and names of packages that bring them in. */
  readonly via: readonly (string | { readonly title: string; readonly url: string })[];
}

interface Report {
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
  readonly metadata?: { readonly dependencies?: { readonly prod?: number } };
  /** In place of the others. */
  readonly message?: string;
}

/** @param output what `npm audit --json` printed: its exit code is 1 for vulnerabilities and for a registry without advisories */
export function verdictOf(output: string): Verdict {
  const report = parsed(output);
  if (report?.vulnerabilities === undefined) return notChecked(report?.message ?? 'npm printed no report');
  const found = Object.values(report.vulnerabilities);
  const count = report.metadata?.dependencies?.prod;
  if (found.length > 0)
    return { code: 1, text: `audit: ${found.length} vulnerable packages\n${found.map(line).join('')}` };
  return { code: 0, text: `audit: no advisory is known for the ${count ?? '?'} packages of production\n` };
}

function line({ name, range, severity, via }: Vulnerability): string {
  const reasons = via.map((each) => (typeof each === 'string' ? `by ${each}` : `${each.title} ${each.url}`));
  return `  ${severity.padEnd(9)} ${name} ${range}: ${reasons.join('; ')}\n`;
}

function notChecked(reason: string): Verdict {
  return { code: 3, text: `audit: not checked: ${reason}\n` };
}

function parsed(output: string): Report | undefined {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

function audit(): Verdict {
  const args = ['audit', '--omit=dev', '--json'];
  const { stdout, error } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8', timeout: TIMEOUT_MS });
  return error === undefined ? verdictOf(stdout) : notChecked(`npm: ${error.message}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { code, text } = audit();
  process.stdout.write(text);
  process.exitCode = code;
}
