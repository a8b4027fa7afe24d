/** Feeds mutants to the targets until the time is over or something is wrong. The same seed gives the same cases. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { toHex } from '../../src/wire/hex.ts';
import type { Step } from '../support/script.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { corpus, type Seed } from './corpus.ts';
import { mutateSteps } from './mutate.ts';
import { TARGETS } from './targets.ts';

/** A case takes about a millisecond. So much more than that is an algorithm gone wrong, also on a busy machine. */
const MAX_CASE_MS = 3_000;

/** What a case leaves behind is garbage; so much more than at the start is a leak. */
const MAX_HEAP_GROWTH = 48 * 1024 * 1024;

/** Before that, caches and compiled code are still growing. */
const WARM_UP_CASES = 2_000;

const PROGRESS_MS = 20_000;

export interface FuzzOptions {
  readonly seconds: number;
  readonly seed: number;
  /** Runs this case only. */
  readonly onlyCase?: number;
  readonly print: (line: string) => void;
}

export interface FuzzReport {
  readonly cases: number;
  readonly events: number;
  /** What went wrong, and how to repeat it. */
  readonly failure?: string;
}

interface Progress {
  cases: number;
  events: number;
  /** After a collection, in bytes; undefined until warmed up. */
  heapAtStart: number | undefined;
}

export function fuzz(options: FuzzOptions): FuzzReport {
  const seeds = corpus();
  const { onlyCase } = options;
  const progress: Progress = { cases: 0, events: 0, heapAtStart: undefined };
  if (onlyCase !== undefined)
    return { cases: 1, events: 0, ...failureOf(runCase(seeds, options.seed, onlyCase, progress)) };
  const end = performance.now() + options.seconds * 1000;
  let nextProgress = performance.now() + PROGRESS_MS;
  while (performance.now() < end) {
    const failure = runCase(seeds, options.seed, progress.cases, progress);
    progress.cases += 1;
    if (failure !== undefined) return { ...totals(progress), failure };
    if (progress.cases === WARM_UP_CASES) progress.heapAtStart = heapUsed();
    if (performance.now() < nextProgress) continue;
    nextProgress = performance.now() + PROGRESS_MS;
    const leak = sampleHeap(progress, options.print);
    if (leak !== undefined) return { ...totals(progress), failure: leak };
  }
  return { ...totals(progress), ...failureOf(sampleHeap(progress, options.print)) };
}

function totals({ cases, events }: Progress): FuzzReport {
  return { cases, events };
}

function failureOf(failure: string | undefined): { readonly failure?: string } {
  return failure === undefined ? {} : { failure };
}

/** Cases do not depend on each other: each has its own random numbers. */
function runCase(seeds: readonly Seed[], seed: number, number: number, progress: Progress): string | undefined {
  const random = seededRandom(Math.imul(seed, 0x9e37_79b1) + number);
  const { kind, steps } = random.pick(seeds);
  const mutant = mutateSteps(
    random,
    steps,
    random.pick(seeds).steps.map(({ bytes }) => bytes),
  );
  const began = performance.now();
  const error = thrownBy(() => {
    progress.events += TARGETS[kind](random, mutant);
  });
  const ms = performance.now() - began;
  const wrong = error ?? (ms > MAX_CASE_MS ? `took ${Math.round(ms)} ms, expected at most ${MAX_CASE_MS}` : undefined);
  if (wrong === undefined) return undefined;
  return [
    `case ${number} of seed ${seed} (${kind}; again: --seed ${seed} --case ${number}): ${wrong}`,
    ...hexOf(mutant),
  ].join('\n');
}

function thrownBy(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function hexOf(steps: readonly Step[]): string[] {
  return steps.map(({ from, bytes }) => `${from} ${toHex(bytes)}`);
}

/** @returns what is wrong with it */
function sampleHeap({ cases, events, heapAtStart }: Progress, print: (line: string) => void): string | undefined {
  const now = heapUsed();
  print(`# ${cases} cases, ${events} events, ${megabytes(now)} of heap`);
  if (heapAtStart === undefined || now - heapAtStart <= MAX_HEAP_GROWTH) return undefined;
  return `the heap grew from ${megabytes(heapAtStart)} to ${megabytes(now)}`;
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
