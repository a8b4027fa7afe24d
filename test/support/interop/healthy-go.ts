/** The clients of `go-client/`: built when they are asked for first, with what the Go tool has built before. */

import { type Traffic, trafficFrom } from './healthy-row.ts';
import type { Scratch } from './scratch.ts';
import { toolOutput } from './tool.ts';

const SOURCE = 'test/support/interop/go-client';

/** @throws when it does not build, or something of its traffic did not succeed */
export async function runGoClient(scratch: Scratch, args: readonly string[]): Promise<Traffic> {
  const program = scratch.path('go-client');
  await toolOutput('go', ['build', '-C', SOURCE, '-o', program, '.']);
  return trafficFrom(await toolOutput(program, args));
}
