/** Runs h2spec, which tests a server against RFC 7540 and RFC 7541, and reads its JUnit report. */

import { readFileSync } from 'node:fs';

import { scratchFolder } from './scratch.ts';
import { runTool } from './tool.ts';

/** A case in which nothing comes takes so long; four or five of them fail so with any server on Node. */
const CASE_TIMEOUT_SECONDS = 2;

export const ALL_SECTIONS = ['generic', 'http2', 'hpack'] as const;

export interface H2specRun {
  readonly port: number;
  readonly path: string;
  /** Such as "hpack", or "http2/3.5/2" for one case. */
  readonly sections?: readonly string[];
}

export interface H2specCase {
  /** Section and title, for example "http2/6.7: Sends a PING frame with ACK". */
  readonly name: string;
  /** What h2spec takes to run it alone, for example "http2/6.7/2"; right in the report of a whole section. */
  readonly id: string;
  readonly passed: boolean;
  /** Of a case that failed: what would have been right, and what came. */
  readonly report: string;
}

/** @throws when h2spec does not end in time or leaves no report */
export async function runH2spec(run: H2specRun): Promise<readonly H2specCase[]> {
  const scratch = scratchFolder();
  const report = scratch.path('junit.xml');
  const target = [
    '-h',
    '127.0.0.1',
    '-p',
    `${run.port}`,
    '-P',
    run.path,
    '-o',
    `${CASE_TIMEOUT_SECONDS}`,
    '-j',
    report,
  ];
  try {
    // The exit code says whether a case failed, which is none of our failures yet.
    await runTool('h2spec', [...target, ...(run.sections ?? ALL_SECTIONS)]);
    return parseJunit(readFileSync(report, 'utf8'));
  } finally {
    scratch.remove();
  }
}

/** The report quotes bytes as they came, so that an XML parser refuses it. */
const TEST_CASE = /<testcase package="([^"]*)" classname="([^"]*)"[^>]*>(.*?)<\/testcase>/gs;

function parseJunit(xml: string): H2specCase[] {
  const counts = new Map<string, number>();
  const cases = Array.from(xml.matchAll(TEST_CASE), ([, section = '', title = '', content = '']) => {
    const n = (counts.get(section) ?? 0) + 1;
    counts.set(section, n);
    return {
      name: `${section}: ${title}`,
      id: `${section}/${n}`,
      passed: content.trim() === '',
      report: content.replace(/<[^>]*>/g, ' ').trim(),
    };
  });
  const names = new Set(cases.map(({ name }) => name));
  if (cases.length === 0 || names.size < cases.length) {
    throw new Error(`${cases.length} cases of ${names.size} names in the report of h2spec:\n${xml}`);
  }
  return cases;
}
