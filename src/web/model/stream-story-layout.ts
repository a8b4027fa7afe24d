/** Where the steps of a story are drawn: from top to bottom as time goes on, long waits cut short and marked. */

import type { StreamStory } from './stream-story.ts';
import type { Stall } from './stream-story-stalls.ts';
import type { Step } from './stream-story-step.ts';

/** Pixels: a line of text, and its arrow below. */
export const ROW_HEIGHT = 30;
const TOP = 6;
const BOTTOM = 14;

/** What a gap of median length adds to the distance of two steps. */
const MEDIAN_GAP = 8;
/** A gap of more medians than this is cut short. */
const LONGEST_GAP = 3;
/** And marked where it is this part of the whole: among microseconds nobody asks where a few of them went. */
const TELLING_SHARE = 0.02;
/** It has a line of text in it. */
const CUT_GAP = 32;
/** Of the deadline: a line of its own, with a line of text on it. */
const DEADLINE_HEIGHT = 22;

export interface PlacedStep {
  readonly step: Step;
  /** Of its top. Its arrow is at its foot. */
  readonly y: number;
  /** Where the gap above it is cut short: the middle of it. */
  readonly cutAt: number | undefined;
}

/** A span on one of the lifelines, or across both. */
export interface PlacedSpan {
  readonly top: number;
  readonly bottom: number;
}

export interface StoryLayout {
  readonly height: number;
  readonly steps: readonly PlacedStep[];
  readonly stalls: readonly (PlacedSpan & { readonly stall: Stall })[];
  /** Its line, which no step is on. Undefined where the deadline is behind the last step. */
  readonly deadline: number | undefined;
  readonly waiting: PlacedSpan | undefined;
}

export function layoutOf(story: StreamStory): StoryLayout {
  const { stalls, firstByte } = story;
  const { steps, deadline } = placed(story.steps, story.deadline?.atMs);
  const foot = (steps.at(-1)?.y ?? TOP) + ROW_HEIGHT;
  const marks = marksOf(steps, deadline, story.deadline?.atMs);
  const span = (fromMs: number, toMs: number): PlacedSpan => ({
    top: yAfter(marks, fromMs),
    bottom: yBefore(marks, toMs),
  });
  return {
    height: foot + BOTTOM,
    steps,
    stalls: stalls.shown.map((stall) => ({ ...span(stall.fromMs, stall.toMs), stall })).map(visible),
    deadline,
    waiting: firstByte?.fromMs === undefined ? undefined : span(firstByte.fromMs, firstByte.toMs),
  };
}

function placed(steps: readonly Step[], deadlineMs: number | undefined): Pick<StoryLayout, 'steps' | 'deadline'> {
  const gapAbove = gapsOf(steps);
  // What happened at the deadline itself happened because of it.
  const late = deadlineMs === undefined ? -1 : steps.findIndex(({ atMs }) => atMs >= deadlineMs);
  let deadline: number | undefined;
  let y = TOP;
  const all = steps.map((step, place) => {
    if (place > 0) y += ROW_HEIGHT;
    const { gap, isCut } = gapAbove(step, place);
    const isLate = place === late && deadlineMs !== undefined;
    // Where a wait is cut short, it is on the side of the cut that it is nearer to.
    const isBeforeGap = isLate && isCut && step.atMs - deadlineMs > step.gapMs / 2;
    const atDeadline = () => {
      deadline = y + DEADLINE_HEIGHT / 2;
      y += DEADLINE_HEIGHT;
    };
    if (isBeforeGap) atDeadline();
    const cutAt = isCut ? y + gap / 2 : undefined;
    y += gap;
    if (isLate && !isBeforeGap) atDeadline();
    return { step, y, cutAt };
  });
  return { steps: all, deadline };
}

interface Gap {
  readonly gap: number;
  readonly isCut: boolean;
}

/** What is between a step and the one above it, in pixels. */
function gapsOf(steps: readonly Step[]): (step: Step, place: number) => Gap {
  const gaps = steps.slice(1).map(({ gapMs }) => gapMs);
  const median = medianOf(gaps.filter((gap) => gap > 0));
  const telling = (steps.at(-1)?.atMs ?? 0) * TELLING_SHARE;
  return ({ gapMs }, place) => {
    const medians = median === 0 || place === 0 ? 0 : gapMs / median;
    const isCut = medians > LONGEST_GAP && gapMs >= telling;
    return { isCut, gap: isCut ? CUT_GAP : Math.round(Math.min(medians, LONGEST_GAP) * MEDIAN_GAP) };
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  // Of two the shorter: the longer is the one to be marked.
  return sorted[(sorted.length - 1) >> 1] ?? 0;
}

/** A height of the drawing whose time is known: a step's arrow, or the deadline. */
interface TimeMark {
  readonly atMs: number;
  readonly y: number;
}

function marksOf(
  steps: readonly PlacedStep[],
  deadline: number | undefined,
  deadlineMs: number | undefined,
): readonly TimeMark[] {
  const arrows = steps.map((placed) => ({ atMs: placed.step.atMs, y: arrowOf(placed) }));
  // Of a step at the same time it is the arrow that spans end at.
  const isOwn = arrows.every(({ atMs }) => atMs !== deadlineMs);
  if (deadline === undefined || deadlineMs === undefined || !isOwn) return arrows;
  return [...arrows, { atMs: deadlineMs, y: deadline }].sort((a, b) => a.y - b.y);
}

/** The last mark at `ms` or before it, and between two of them in proportion. */
function yAfter(marks: readonly TimeMark[], ms: number): number {
  const place = marks.findLastIndex(({ atMs }) => atMs <= ms);
  const before = marks[place];
  const after = marks[place + 1];
  if (before === undefined) return TOP;
  if (after === undefined) return before.y;
  const span = after.atMs - before.atMs;
  const share = span === 0 ? 0 : (ms - before.atMs) / span;
  return before.y + share * (after.y - before.y);
}

/** The first mark at `ms` where there is one: what is later on the page may be no later in time. */
function yBefore(marks: readonly TimeMark[], ms: number): number {
  return marks.find(({ atMs }) => atMs === ms)?.y ?? yAfter(marks, ms);
}

function arrowOf({ y }: PlacedStep): number {
  return y + ROW_HEIGHT - 4;
}

/** So short that it is between two lines, it is still seen. */
function visible<T extends PlacedSpan>(span: T): T {
  return { ...span, bottom: Math.max(span.bottom, span.top + 4) };
}
