import {
  type CelEnv,
  type CelFunc,
  type CelList,
  CelScalar,
  celEnv,
  celFunc,
  celList,
  celMethod,
  isCelList,
  isCelMap,
  listType,
} from '@bufbuild/cel';
import { OPERATOR } from './ast.ts';
import { LOOP_ITEMS, LOOP_TURN, type LoopWork } from './loop-work.ts';
import type { Pattern } from './pattern.ts';

const { INT, DOUBLE, DYN, BOOL, STRING } = CelScalar;
const LIST = listType(DYN);

/**
 * What expressions are evaluated in. Ints and doubles compare with each other by the specification; here they also add,
 * subtract, multiply and divide with each other, to a double, since nobody who types `streamClosed.durationMs / 1000 > 2` thinks of types.
 *
 * @param patterns all that `matches` is called with: compiled once, where the library would compile them for every event
 */
export function environment(patterns: ReadonlyMap<string, Pattern>, work: LoopWork): CelEnv {
  return celEnv({ funcs: [...STRING_METHODS, ...MIXED_NUMBERS, ...loops(work)], re2: { compile: known(patterns) } });
}

/**
 * Of the strings extension what header fields need and what makes no text longer: `replace`, `join` and `format` in each other could
 * fill the memory. https://pkg.go.dev/github.com/google/cel-go/ext#Strings
 */
const STRING_METHODS: readonly CelFunc[] = [
  celMethod('lowerAscii', STRING, [], STRING, function () {
    return this.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }),
  celMethod('upperAscii', STRING, [], STRING, function () {
    return this.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
  }),
  celMethod('substring', STRING, [INT], STRING, function (from) {
    return substring(this, from, BigInt(this.length));
  }),
  celMethod('substring', STRING, [INT, INT], STRING, function (from, to) {
    return substring(this, from, to);
  }),
];

/** Header fields and start lines have one character a byte; of other texts too the characters are UTF-16 units here. */
function substring(text: string, from: bigint, to: bigint): string {
  if (from >= 0n && from <= to && to <= text.length) return text.slice(Number(from), Number(to));
  throw new RangeError(`characters ${from} to ${to} of ${text.length}`);
}

const ARITHMETIC: { readonly [operator: string]: (left: number, right: number) => number } = {
  '_+_': (left, right) => left + right,
  '_-_': (left, right) => left - right,
  '_*_': (left, right) => left * right,
  '_/_': (left, right) => left / right,
};

const MIXED_NUMBERS: readonly CelFunc[] = Object.entries(ARITHMETIC).flatMap(([operator, of]) => [
  celFunc(operator, [INT, DOUBLE], DOUBLE, (left, right) => of(Number(left), right)),
  celFunc(operator, [DOUBLE, INT], DOUBLE, (left, right) => of(left, Number(right))),
]);

function known(patterns: ReadonlyMap<string, Pattern>): (text: string) => Pattern {
  return (text) => {
    const pattern = patterns.get(text);
    if (pattern === undefined) throw new Error('matches() takes a text in quotes');
    return pattern;
  };
}

function loops(work: LoopWork): CelFunc[] {
  return [
    celFunc(LOOP_ITEMS, [DYN], DYN, (items) => {
      if (isCelList(items) || isCelMap(items)) work.spend(items.size);
      return items;
    }),
    celFunc(LOOP_TURN, [INT, BOOL], BOOL, (cost, goesOn) => {
      work.spend(Number(cost));
      return goesOn;
    }),
    // In the place of the library's, which nests a list in a list for each turn of `map` and `filter`.
    celFunc(OPERATOR.add, [LIST, LIST], LIST, (left, right) => joined(left, right, work)),
  ];
}

function joined(left: CelList, right: CelList, work: LoopWork): CelList {
  work.spend(left.size + right.size);
  return celList([...left, ...right]);
}
