/** grpcurl that watches the trace, as somebody at a terminal does. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from './eventually.ts';
import { toolEnvironment } from './tool.ts';

const WATCH = 'sre.trace.v1.TraceService/Watch';

/** grpcurl -v says so when the server has taken the call: from then on nothing that happens is missed. */
const TAKEN = 'Response headers received';

export interface Watching {
  /** As it prints them: one or more lines of JSON each. */
  events(): readonly object[];
  /** Waits for an event that `isIt`. */
  event(what: string, isIt: (event: object) => boolean): Promise<object>;
  /** When it has ended by itself: what it said last. */
  ended(): Promise<string>;
  stop(): Promise<void>;
}

/** @param request in JSON. @throws where the call is not taken */
export async function watchWithGrpcurl(adminPort: number, request: object): Promise<Watching> {
  const args = ['-v', '-plaintext', '-d', JSON.stringify(request), `127.0.0.1:${adminPort}`, WATCH];
  const child = spawn('grpcurl', args, { env: toolEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const closed = once(child, 'close');
  await eventually(
    () => `the headers of Watch: ${output}`,
    () => (output.includes(TAKEN) ? true : undefined),
  );
  const events = () => eventsIn(output);
  return {
    events,
    event: (what, isIt) =>
      eventually(
        () => `${what}: ${output}`,
        () => events().find(isIt),
      ),
    async ended() {
      await closed;
      return output;
    },
    async stop() {
      child.kill();
      await closed;
    },
  };
}

/** Printed with an indent, so that only the outermost braces begin a line. */
function eventsIn(output: string): object[] {
  return [...output.matchAll(/^\{$[\s\S]*?^\}$/gm)].map(([json]) => JSON.parse(json));
}
