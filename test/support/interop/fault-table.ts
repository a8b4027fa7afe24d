/** Runs each fault of fault-cases.ts with both clients, and tells what was seen as the table of docs/faults.md. */

import { readFileSync } from 'node:fs';
import type { ServerProcess } from '../server-process.ts';
import { FAULT_CASES, type FaultCase } from './fault-cases.ts';
import { callWithGo, callWithNode } from './fault-clients.ts';
import { framesOfCase } from './fault-frames.ts';
import { parseTrace } from './trace-record.ts';

interface Observed {
  readonly each: FaultCase;
  readonly name: string;
  readonly go: string;
  readonly node: string;
}

/** @param traceFile what the server writes its trace to; it is stopped. @returns the rows, in the order of the cases */
export async function observeFaults(server: ServerProcess, traceFile: string): Promise<string[]> {
  const observed: Observed[] = [];
  for (const [n, each] of FAULT_CASES.entries()) observed.push(await observe(server, `case-${n}`, each));
  await server.stop();
  const trace = parseTrace(readFileSync(traceFile, 'utf8'));
  return observed.map(({ each, name, go, node }) => {
    const frames = framesOfCase(trace, each.keepalive ? `${name}-node` : `${name}-go`, each.fault);
    return `| ${[textOf(each), frames, go, node].join(' | ')} |`;
  });
}

async function observe(server: ServerProcess, name: string, each: FaultCase): Promise<Observed> {
  if (each.isReplicaWide) await setReplicaFault(server, each.fault);
  const go = each.keepalive ? '–' : await callWithGo(server.grpcPort, `${name}-go`, each);
  const node = await callWithNode(server.grpcPort, `${name}-node`, each);
  if (each.isReplicaWide) await setReplicaFault(server, undefined);
  return { each, name, go, node };
}

async function setReplicaFault({ adminPort }: ServerProcess, fault: string | undefined): Promise<void> {
  const url = `http://127.0.0.1:${adminPort}/api/faults`;
  const answer = await fetch(url, fault === undefined ? { method: 'DELETE' } : { method: 'PUT', body: fault });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}

function textOf({ fault, call, hangs, isReplicaWide, keepalive }: FaultCase): string {
  const notes = [
    ...(isReplicaWide ? ['of the replica'] : []),
    ...(call === 'STREAM' ? ['three replies'] : []),
    ...(call === 'UPLOAD' ? ['a request of 150 kB'] : []),
    ...(hangs ? ['deadline of a second'] : []),
    ...(keepalive ? ['keepalive'] : []),
  ];
  return `\`${fault}\`${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}
