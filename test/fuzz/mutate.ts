/** Changes to bytes that find what a decoder forgot. */

import { join } from '../support/frames.ts';
import type { Step } from '../support/script.ts';
import type { SeededRandom } from '../support/seeded-random.ts';

/** Longer input finds nothing that shorter does not, and costs the time of many cases. */
const MAX_STEP_BYTES = 40_000;

type Mutation = (random: SeededRandom, bytes: Uint8Array, others: readonly Uint8Array[]) => Uint8Array;

const MUTATIONS: readonly Mutation[] = [
  flipBits,
  insertBytes,
  deleteBytes,
  repeatBlock,
  spliceOther,
  extremeByte,
  editFrameHeader,
  editFrameHeader,
];

/** One to six mutations, each of a step; and now and then the steps themselves are mixed up. */
export function mutateSteps(random: SeededRandom, steps: readonly Step[], others: readonly Uint8Array[]): Step[] {
  const mutant = random.chance(0.1) ? mixUp(random, steps) : [...steps];
  for (let left = random.between(1, 6); left > 0; left--) {
    const at = random.int(mutant.length);
    const { from, bytes } = mutant[at] as Step;
    const changed = random.pick(MUTATIONS)(random, bytes, others);
    mutant[at] = { from, bytes: changed.subarray(0, MAX_STEP_BYTES) };
  }
  return mutant;
}

/** A step is left out, comes twice, or is said by the other side. */
function mixUp(random: SeededRandom, steps: readonly Step[]): Step[] {
  const at = random.int(steps.length);
  const step = steps[at] as Step;
  const other: Step = { from: step.from === 'CLIENT' ? 'SERVER' : 'CLIENT', bytes: step.bytes };
  const replacement = random.pick([[], [step, step], [other], [step, other]]);
  const mixed = [...steps.slice(0, at), ...replacement, ...steps.slice(at + 1)];
  return mixed.length === 0 ? [step] : mixed;
}

function flipBits(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const mutant = Uint8Array.from(bytes);
  for (let left = random.between(1, 8); left > 0 && mutant.length > 0; left--) {
    const at = random.int(mutant.length);
    mutant[at] = (mutant[at] as number) ^ (1 << random.int(8));
  }
  return mutant;
}

/** Values at which integers, lengths and flags change their meaning. */
const EXTREMES = [0x00, 0x01, 0x1f, 0x3f, 0x40, 0x7f, 0x80, 0xfe, 0xff];

function extremeByte(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const mutant = Uint8Array.from(bytes);
  if (mutant.length > 0) mutant[random.int(mutant.length)] = random.pick(EXTREMES);
  return mutant;
}

function insertBytes(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const at = random.int(bytes.length + 1);
  return join(bytes.subarray(0, at), random.bytes(random.between(1, 20)), bytes.subarray(at));
}

function deleteBytes(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const [start, end] = range(random, bytes);
  return join(bytes.subarray(0, start), bytes.subarray(end));
}

function repeatBlock(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const [start, end] = range(random, bytes);
  const copies = Array.from({ length: random.between(1, random.pick([2, 5, 200])) }, () => bytes.subarray(start, end));
  return join(bytes.subarray(0, end), ...copies, bytes.subarray(end));
}

function spliceOther(random: SeededRandom, bytes: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  const other = random.pick(others);
  const [start, end] = range(random, other);
  const at = random.int(bytes.length + 1);
  return join(bytes.subarray(0, at), other.subarray(start, end), bytes.subarray(at));
}

function range(random: SeededRandom, bytes: Uint8Array): [number, number] {
  const start = random.int(bytes.length + 1);
  return [start, Math.min(bytes.length, start + random.int(random.pick([4, 40, 400])))];
}

/** One field of one frame header takes another value: where the bytes are no frames, any nine of them. */
function editFrameHeader(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const mutant = Uint8Array.from(bytes);
  const starts = frameStarts(mutant);
  if (starts.length === 0) return mutant;
  const at = random.pick(starts);
  const view = new DataView(mutant.buffer, at);
  random.pick([
    () => view.setUint32(0, (random.pick(LENGTHS) << 8) | view.getUint8(3)),
    () => view.setUint8(3, random.int(0x12)),
    () => view.setUint8(4, random.pick([0, 1, 4, 5, 8, 0x0d, 0x20, 0xff])),
    () => view.setUint32(5, random.pick([0, 1, 2, 3, 0x7fff_ffff, 0xffff_ffff])),
  ])();
  return mutant;
}

const LENGTHS = [0, 1, 3, 4, 5, 6, 7, 8, 9, 16_384, 16_385, 65_535, 0xff_ffff];

function frameStarts(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = prefaceLength(bytes); at + 9 <= bytes.length; at += 9 + (view.getUint32(at) >>> 8)) starts.push(at);
  return starts;
}

function prefaceLength(bytes: Uint8Array): number {
  return bytes[0] === 0x50 && bytes[1] === 0x52 ? 24 : 0;
}

/** Cuts `bytes` at random: all at once, into a few, or into very many chunks. */
export function chunksOf(random: SeededRandom, bytes: Uint8Array): Uint8Array[] {
  const most = random.pick([bytes.length, 1000, 20, 1]);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + random.between(1, Math.max(1, most));
    chunks.push(bytes.subarray(at, end));
    at = end;
  }
  return chunks;
}
