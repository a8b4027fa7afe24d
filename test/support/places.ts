/** Looks at the place where the server runs, five seconds apart, as rules see them. */

import type { Cause, Found } from '../../src/diagnose/causes.ts';
import { Diagnosis } from '../../src/diagnose/engine.ts';
import type { PlaceSample } from '../../src/diagnose/facts/place.ts';
import type { Rule } from '../../src/diagnose/rule.ts';
import type { Talk } from './conversation.ts';

const LOOK = 5_000_000;

export type Look = Omit<PlaceSample, 'time'>;

export interface Felt {
  readonly causes: readonly Cause[];
  /** Each occurrence. */
  readonly found: readonly Found[];
}

/** @param talks what happened behind the first look: `talks[n]` behind look n, within its five seconds */
export function look(looks: readonly Look[], rules: readonly Rule[], talks: readonly (Talk | undefined)[] = []): Felt {
  const diagnosis = new Diagnosis(rules);
  const found: Found[] = [];
  looks.forEach((each, n) => {
    diagnosis.look({ time: n * LOOK, ...each }, found);
    const talk = talks[n];
    if (talk !== undefined) play(diagnosis, talk, found);
  });
  return { causes: [...diagnosis.findings()].toReversed(), found };
}

function play(diagnosis: Diagnosis, { events }: Talk, found: Found[]): void {
  const [opened, ...rest] = events;
  if (opened?.kind === 'connectionOpened') diagnosis.open(opened, found).take(rest, found);
}

export function explanations({ causes }: Felt): string[] {
  return causes.map(({ finding }) => finding.explanation);
}
