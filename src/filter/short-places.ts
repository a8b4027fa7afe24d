/** Where short forms look: comparisons of CEL. */

import type { EventKind } from '../trace/event.ts';
import { celString } from './quote.ts';

/** Of CEL. */
export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** One of the places where a short form looks. */
export interface Place {
  /** The one kind of event that has it; absent where all have. */
  readonly kind?: EventKind;
  /** True where it is there, in CEL; absent where it always is. Without it a negation would fail in place of being true. */
  readonly present?: string;
  /** True where it is what was asked for, in CEL. */
  readonly test: string;
}

export function property(kind: EventKind, name: string, operator: Operator, literal: string): Place {
  return { kind, test: `${kind}.${name} ${operator} ${literal}` };
}

export function among(kinds: readonly EventKind[], name: string, operator: Operator, literal: string): Place[] {
  return kinds.map((kind) => property(kind, name, operator, literal));
}

/** A property that some events of its kind do not have. */
export function optional(kind: EventKind, name: string, operator: Operator, literal: string, below = ''): Place {
  return { kind, present: `has(${kind}.${name})`, test: `${kind}.${name}${below} ${operator} ${literal}` };
}

/** A header field in a list of them. Names are lower case on HTTP/2, and as they were sent on HTTP/1.1. */
export function headerField(kind: EventKind, list: string, name: string, value: string | undefined): Place {
  const [owner = list, ...below] = list.split('.');
  const lower = celString(name.toLowerCase());
  const named = `f.name${kind === 'http1' ? '.lowerAscii()' : ''} == ${lower}`;
  const test = value === undefined ? named : `${named} && f.value == ${celString(value)}`;
  return {
    kind,
    present: `has(${kind}.${owner})`,
    test: `${[kind, owner, ...below].join('.')}.exists(f, ${test})`,
  };
}
