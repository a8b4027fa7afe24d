/** Many test files in one process: to start Node and compile what a file imports takes longer than most files' tests. */

import { readdirSync } from 'node:fs';

const TESTS = new URL('../', import.meta.url);

/** Runs all test files below a folder of test/, in the order of their names. */
export async function importTests(folder: string): Promise<void> {
  for (const file of testFiles(folder)) await import(new URL(`${folder}/${file}`, TESTS).href);
}

/** Relative to the folder. @throws where there is none: a suite that runs nothing would always pass */
export function testFiles(folder: string): readonly string[] {
  const files = readdirSync(new URL(`${folder}/`, TESTS), { encoding: 'utf8', recursive: true });
  const tests = files.filter((file) => file.endsWith('.test.ts')).sort();
  if (tests.length === 0) throw new Error(`no *.test.ts in test/${folder}`);
  return tests;
}
