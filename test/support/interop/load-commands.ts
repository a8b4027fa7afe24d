/** The commands of scripts/load/README.md, as they are run in tests: for a second, and against a server of the test. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOAD_FOLDER } from './load-mount.ts';

export interface Place {
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly adminPort: number;
}

/** Whatever is in a block of sh, one command an item, without comments. */
export function readmeCommands(): readonly string[] {
  const text = readFileSync(join(LOAD_FOLDER, 'README.md'), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  const lines = blocks.flatMap((block) =>
    block.replace(/(\\|\|)\n\s*/g, (_, end) => (end === '|' ? '| ' : '')).split('\n'),
  );
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

/** The program that a command begins with. */
export function programOf(command: string): string {
  return /^(?:[A-Z_]+=\S+ )*(\S+)/.exec(command)?.[1] ?? '';
}

/** What is not run here: what serves for ever, and what needs a cluster. */
export const NOT_RUN: readonly string[] = ['sre-test-server', 'kubectl'];

/** k6 reads its parameters and runs nothing; its load is that of load-scripts.test.ts. */
export function inTest(command: string, { grpcPort, httpPort, adminPort }: Place): string {
  const there = command
    .replaceAll('localhost:50051', `127.0.0.1:${grpcPort}`)
    .replaceAll('localhost:8080', `127.0.0.1:${httpPort}`)
    .replaceAll('localhost:8090', `127.0.0.1:${adminPort}`)
    .replaceAll('/app/protos', `${process.cwd()}/protos`)
    .replace(/ (-[Dd]) 10s\b/, ` $1 1s`)
    .replace(' -n 2000 ', ' -n 200 ');
  const program = programOf(command);
  if (program === 'ghz') return `${there.replace(/ --duration=\S+/, '')} --duration=1s`;
  return program === 'k6' ? there.replace('k6 run --quiet', 'k6 inspect') : there;
}
