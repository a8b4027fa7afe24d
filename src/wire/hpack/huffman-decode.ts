/**
 * Huffman-coded strings, RFC 7541 §5.2, four bits at a time.
 *
 * A state is an inner node of the code's tree: where the bits so far have led. Codes are at least five bits long, so a step of
 * four bits ends at most one of them. 256 states of 16 steps are 16 KiB, which stay in the first-level cache; steps of eight
 * bits would take 256 KiB.
 */

import { latin1Text } from '../latin1.ts';
import { CODE_LENGTHS, CODES, EOS, SYMBOL_COUNT } from './huffman-code.ts';

/** Why a string is refused. */
export interface HuffmanFault {
  readonly reason: string;
}

const CONTAINS_EOS: HuffmanFault = { reason: 'Huffman-coded string contains the EOS symbol, which may only pad' };
const PADDING_TOO_LONG: HuffmanFault = { reason: 'Huffman-coded string is padded with more than 7 bits' };
const PADDING_NOT_EOS: HuffmanFault = {
  reason: 'Huffman-coded string ends with bits that are neither a code nor all ones',
};

/** RFC 7541 §5.2: what is strictly longer would have been one octet less. */
const MAX_PADDING_BITS = 7;

// A step is the next state in bits 0 to 7, the symbol in bits 8 to 15, and:
const EMITS = 1 << 16;
const REACHES_EOS = 1 << 17;

const STATE_COUNT = SYMBOL_COUNT - 1;
const ROOT = 0;

const tree = buildTree();
const STEPS: ArrayLike<number> = buildSteps();
const FAULT_AT_END: readonly (HuffmanFault | undefined)[] = buildFaultsAtEnd();

/** Two children for each inner node: another inner node, or a symbol as its complement, which is negative. */
function buildTree(): Int16Array {
  const children = new Int16Array(STATE_COUNT * 2);
  let nodes = 1;
  for (let symbol = 0; symbol < SYMBOL_COUNT; symbol++) {
    const code = CODES[symbol] as number;
    let node = ROOT;
    for (let bit = (CODE_LENGTHS[symbol] as number) - 1; bit > 0; bit--) {
      const child = node * 2 + ((code >>> bit) & 1);
      if (children[child] === ROOT) children[child] = nodes++;
      node = children[child] as number;
    }
    children[node * 2 + (code & 1)] = ~symbol;
  }
  return children;
}

function buildSteps(): Int32Array {
  const steps = new Int32Array(STATE_COUNT * 16);
  for (let state = 0; state < STATE_COUNT; state++) {
    for (let nibble = 0; nibble < 16; nibble++) steps[state * 16 + nibble] = stepOf(state, nibble);
  }
  return steps;
}

function stepOf(state: number, nibble: number): number {
  let node = state;
  let emitted = 0;
  for (let bit = 3; bit >= 0; bit--) {
    const child = tree[node * 2 + ((nibble >>> bit) & 1)] as number;
    if (child === ~EOS) return REACHES_EOS;
    if (child < 0) emitted = EMITS | (~child << 8);
    node = child < 0 ? ROOT : child;
  }
  return emitted | node;
}

/** By state: why a string may not end there. */
function buildFaultsAtEnd(): (HuffmanFault | undefined)[] {
  const faults = new Array<HuffmanFault | undefined>(STATE_COUNT).fill(PADDING_NOT_EOS);
  let node = ROOT;
  // All ones lead to EOS, past every state in which nothing but padding is left over.
  for (let bits = 0; node >= 0; bits++) {
    faults[node] = bits <= MAX_PADDING_BITS ? undefined : PADDING_TOO_LONG;
    node = tree[node * 2 + 1] as number;
  }
  return faults;
}

/** Longer than nearly every header value; what is longer is made of pieces. Each decoder has one. */
const SCRATCH_LENGTH = 512;

export class HuffmanDecoder {
  readonly #scratch = new Uint8Array(SCRATCH_LENGTH);

  /** The text of octets[start] up to octets[end], one character per octet, or why there is none. */
  decode(octets: Uint8Array, start: number, end: number): string | HuffmanFault {
    const scratch = this.#scratch;
    let text = '';
    let length = 0;
    let state = ROOT;
    for (let at = start; at < end; at++) {
      const octet = octets[at] as number;
      const high = STEPS[(state << 4) | (octet >> 4)] as number;
      // Written always and kept only where a symbol ended: cheaper than a branch that cannot be predicted.
      scratch[length] = high >> 8;
      length += (high >> 16) & 1;
      const low = STEPS[((high & 0xff) << 4) | (octet & 0xf)] as number;
      scratch[length] = low >> 8;
      length += (low >> 16) & 1;
      if ((high | low) & REACHES_EOS) return CONTAINS_EOS;
      state = low & 0xff;
      if (length > SCRATCH_LENGTH - 2) {
        text += latin1Text(scratch, 0, length);
        length = 0;
      }
    }
    return FAULT_AT_END[state] ?? text + latin1Text(scratch, 0, length);
  }
}
