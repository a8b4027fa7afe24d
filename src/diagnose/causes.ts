/** One finding for each cause: what is found again is counted, and told again only now and then. */

import type { Finding, Severity } from '../trace/event.ts';
import { adviceText } from './advice.ts';
import type { Match, Rule } from './rule.ts';

/** Findings are rare, and people read tens. Of more causes the one that was not seen for longest is forgotten: a kilobyte each. */
const MAX_CAUSES = 1_000;

/** A cause that goes on is told again after so long, with its count. */
const TELL_AGAIN_MICROSECONDS = 10_000_000;

/** And at its 10th, 100th, 1000th time. */
const TELL_AGAIN_FACTOR = 10;

/** Evidence of a finding: who reads more looks at the trace. */
const MAX_EVIDENCE = 32;

export interface Found {
  readonly finding: Finding;
  /** Whether readers of the trace are told: not each time that a cause is seen again. */
  readonly isNews: boolean;
}

/** A cause as it stands. */
export interface Cause {
  /** Where it was seen last; "" where it is about no single connection. */
  readonly conn: string;
  readonly finding: Finding;
}

export interface FindingTotal {
  readonly rule: string;
  readonly severity: Severity;
  /** How often it matched, ever. */
  count: number;
}

/** What is known of a cause. To be seen again it is given back to `Causes.seen`. */
export interface KnownCause {
  readonly id: string;
  readonly key: string;
  readonly rule: Rule;
  readonly total: FindingTotal;
  readonly firstTime: number;
  lastTime: number;
  count: number;
  /** It is told when its count is this. */
  nextTold: number;
  toldAt: number;
  conn: string;
  match: Match;
  isForgotten: boolean;
}

export class Causes {
  private readonly known = new Map<string, KnownCause>();
  private readonly totals = new Map<string, FindingTotal>();
  private lastId = 0;

  /**
   * @param scope whose cause it is: the address of a peer, or ""
   * @param conn where it was found; "" where it is about no single connection
   * @param time microseconds since the Unix epoch
   */
  found(rule: Rule, match: Match, scope: string, conn: string, time: number): Found {
    const cause = this.of(rule, match, scope, conn, time);
    cause.match = match;
    cause.conn = conn;
    // More of the occurrence that was seen last is told where that was told.
    const isMore = match.amends === true && cause.count > 0;
    const isNews = isMore ? cause.toldAt === cause.lastTime : this.seen(cause, time);
    return { finding: findingOf(cause), isNews };
  }

  /** The cause that a match is about, seen or not yet. */
  of(rule: Rule, match: Match, scope: string, conn: string, time: number): KnownCause {
    const severity = match.severity ?? rule.severity;
    const key = `${rule.id} ${severity} ${scope} ${match.cause ?? ''}`;
    return this.known.get(key) ?? this.add(key, rule, match, conn, time);
  }

  /** It was seen once more. @returns whether that is news */
  seen(cause: KnownCause, time: number): boolean {
    cause.count += 1;
    cause.total.count += 1;
    cause.lastTime = time;
    if (cause.count < cause.nextTold && time - cause.toldAt < TELL_AGAIN_MICROSECONDS) return false;
    cause.toldAt = time;
    if (cause.count >= cause.nextTold) cause.nextTold *= TELL_AGAIN_FACTOR;
    return true;
  }

  /** Those that are remembered, the one that was seen last first. */
  list(): Cause[] {
    const newest = [...this.known.values()].sort((a, b) => b.lastTime - a.lastTime);
    return newest.map((cause) => ({ conn: cause.conn, finding: findingOf(cause) }));
  }

  counts(): Iterable<FindingTotal> {
    return this.totals.values();
  }

  private add(key: string, rule: Rule, match: Match, conn: string, time: number): KnownCause {
    if (this.known.size >= MAX_CAUSES) this.forgetOldest();
    this.lastId += 1;
    const cause: KnownCause = {
      id: `f${this.lastId}`,
      key,
      rule,
      total: this.totalOf(rule.id, match.severity ?? rule.severity),
      firstTime: time,
      lastTime: time,
      count: 0,
      nextTold: 1,
      toldAt: 0,
      conn,
      match,
      isForgotten: false,
    };
    this.known.set(key, cause);
    return cause;
  }

  private totalOf(rule: string, severity: Severity): FindingTotal {
    const key = `${rule} ${severity}`;
    const total = this.totals.get(key) ?? { rule, severity, count: 0 };
    this.totals.set(key, total);
    return total;
  }

  /** Looked for when it is needed: an order that is kept would be changed with each call that is seen again. */
  private forgetOldest(): void {
    let oldest: KnownCause | undefined;
    for (const cause of this.known.values()) if (cause.lastTime < (oldest?.lastTime ?? Infinity)) oldest = cause;
    if (oldest === undefined) return;
    oldest.isForgotten = true;
    this.known.delete(oldest.key);
  }
}

export function findingOf({ id, rule, match, count, firstTime, lastTime }: KnownCause): Finding {
  return {
    id,
    rule: rule.id,
    severity: match.severity ?? rule.severity,
    title: rule.title,
    explanation: match.explanation,
    advice: adviceText(match.advice ?? rule.advice),
    ...(match.streamId === undefined ? {} : { streamId: match.streamId }),
    // What was not recorded has no number.
    evidence: match.evidence.filter((seq) => seq > 0).slice(0, MAX_EVIDENCE),
    spec: rule.spec,
    count,
    firstTime,
    lastTime,
  };
}
