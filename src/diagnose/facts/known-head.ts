import type { Headers } from '../../trace/event.ts';
import type { KnownCause } from '../causes.ts';
import type { Match, Rule } from '../rule.ts';
import { type RequestHead, requestHead } from './request-head.ts';

/** A request's header list that may come again. */
export interface KnownHead {
  readonly head: RequestHead;
  /** What rules found in it; undefined until they were asked. */
  matches: readonly HeadMatch[] | undefined;
  /** A call with it has ended with OK. */
  isServed: boolean;
}

export interface HeadMatch {
  readonly rule: Rule;
  readonly match: Match;
  cause: KnownCause;
}

export function knownHead(headers: Headers): KnownHead {
  return { head: requestHead(headers), matches: undefined, isServed: false };
}
