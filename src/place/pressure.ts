/** Pressure stall information, https://docs.kernel.org/accounting/psi.html: how much of the time work has waited. */

import { present } from './figures.ts';
import { readText } from './read-text.ts';

export interface Pressures {
  readonly cpu?: Pressure;
  readonly memory?: Pressure;
  readonly io?: Pressure;
}

export interface Pressure {
  /** At least one task waited. */
  readonly some?: Stall;
  /** All tasks waited that were not idle: nothing was done. */
  readonly full?: Stall;
}

export interface Stall {
  /** Of the last 10 and 60 seconds, 0 to 100. */
  readonly avg10Percent?: number;
  readonly avg60Percent?: number;
  /** Ever. */
  readonly totalMs?: number;
}

/** @param pathOf where the file of a resource is. Never rejects; what cannot be read is not there */
export async function readPressures(pathOf: (resource: keyof Pressures) => string): Promise<Pressures | undefined> {
  const read = async (resource: keyof Pressures) => parsePressure(await readText(pathOf(resource)));
  const [cpu, memory, io] = await Promise.all([read('cpu'), read('memory'), read('io')]);
  return present<Pressures>({ cpu, memory, io });
}

/** @param text lines such as `some avg10=0.12 avg60=0.03 avg300=0.00 total=52134`, the total in microseconds */
export function parsePressure(text: string | undefined): Pressure | undefined {
  const lines = text?.split('\n') ?? [];
  return present<Pressure>({ some: stall(lines, 'some'), full: stall(lines, 'full') });
}

function stall(lines: readonly string[], name: string): Stall | undefined {
  const line = lines.find((each) => each.startsWith(`${name} `));
  if (line === undefined) return undefined;
  const total = figure(line, 'total');
  return present<Stall>({
    avg10Percent: figure(line, 'avg10'),
    avg60Percent: figure(line, 'avg60'),
    totalMs: total === undefined ? undefined : total / 1000,
  });
}

function figure(line: string, name: string): number | undefined {
  const text = line.split(' ').find((pair) => pair.startsWith(`${name}=`));
  const value = text?.slice(name.length + 1) ?? '';
  return /^\d{1,15}(\.\d{1,6})?$/.test(value) ? Number(value) : undefined;
}
