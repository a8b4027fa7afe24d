/** Bounds a story: what is in its middle becomes one step, in words. */

import type { Step, StepKind } from './stream-story-step.ts';

/** What a reader looks through, and a browser draws at once. How a stream began and how it ended is the most telling of it. */
export const MAX_STEPS = 400;

const MANY: { readonly [kind in StepKind]: readonly [one: string, many: string] } = {
  headers: ['header block', 'header blocks'],
  message: ['message', 'messages'],
  data: ['DATA', 'DATA'],
  trailers: ['trailers', 'trailers'],
  reset: ['RST_STREAM', 'RST_STREAM'],
  'window update': ['WINDOW_UPDATE', 'WINDOW_UPDATE'],
  end: ['end', 'ends'],
  lost: ['loss', 'losses'],
  folded: ['step', 'steps'],
  other: ['other', 'others'],
};

/** @returns at most MAX_STEPS */
export function withMiddleFolded(steps: readonly Step[]): readonly Step[] {
  if (steps.length <= MAX_STEPS) return steps;
  const head = MAX_STEPS / 2;
  const tail = steps.length - (MAX_STEPS - head - 1);
  const middle = steps.slice(head, tail);
  const [first] = middle;
  const last = middle.at(-1);
  if (first === undefined || last === undefined) return steps;
  const folded: Step = {
    kind: 'folded',
    label: `… ${countsIn(middle)} …`,
    detail: '',
    tone: 'dim',
    seq: first.seq,
    seqs: middle.flatMap(({ seqs }) => seqs),
    from: undefined,
    atMs: last.atMs,
    gapMs: Math.max(last.atMs - (steps[head - 1]?.atMs ?? 0), 0),
    length: undefined,
    frames: middle.reduce((sum, { frames }) => sum + frames, 0),
    window: last.window,
    isLast: false,
    severity: middle.find(({ severity }) => severity !== undefined)?.severity,
  };
  return [...steps.slice(0, head), folded, ...steps.slice(tail)];
}

/** "1,203 more messages, 4 WINDOW_UPDATE" */
function countsIn(steps: readonly Step[]): string {
  const counts = new Map<StepKind, number>();
  for (const { kind } of steps) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, n], place) => `${n.toLocaleString('en')} ${place === 0 ? 'more ' : ''}${MANY[kind][n === 1 ? 0 : 1]}`)
    .join(', ');
}
