/** Asks the rules that watch a moment of one connection, and keeps what they find. */

import type { Headers } from '../trace/event.ts';
import { type Causes, type Found, findingOf, type KnownCause } from './causes.ts';
import type { ConnectionFacts } from './facts/connection.ts';
import type { HeadMatch, KnownHead } from './facts/known-head.ts';
import type { PeerFacts } from './facts/peers.ts';
import type { Match, Rule, Watch } from './rule.ts';
import type { Table } from './table.ts';

interface Question<Subject> {
  readonly rule: Rule;
  readonly watch: Watch<Subject>;
}

export class Asker {
  readonly table: Table;
  /** Microseconds since the Unix epoch: of what rules are asked about now. */
  time = 0;
  private out: Found[] = [];
  private readonly facts: ConnectionFacts;
  private readonly causes: Causes;

  constructor(facts: ConnectionFacts, table: Table, causes: Causes) {
    this.facts = facts;
    this.table = table;
    this.causes = causes;
  }

  /** @param out takes what is found from now on */
  tell(out: Found[]): void {
    this.out = out;
  }

  ask<Subject>(questions: readonly Question<Subject>[], subject: Subject): void {
    const { facts, time } = this;
    for (let i = 0; i < questions.length; i++) {
      const { rule, watch } = questions[i] as Question<Subject>;
      const match = watch(facts, subject, time);
      if (match !== undefined) this.found(rule, match);
    }
  }

  askPeer(peer: PeerFacts): void {
    for (const { rule, watch } of this.table.peer) {
      const match = watch(peer, this.time);
      if (match !== undefined) this.found(rule, match);
    }
  }

  /** What a list shows, each request with the same list shows again. */
  askHead(known: KnownHead, headers: Headers, seq: number, streamId: number): void {
    known.matches ??= this.judge(headers);
    const { matches } = known;
    for (let i = 0; i < matches.length; i++) this.seenInHead(matches[i] as HeadMatch, seq, streamId);
  }

  private judge(headers: Headers): HeadMatch[] {
    return this.table.requestHead.flatMap(({ rule, watch }) => {
      const match = watch(this.facts, headers, this.time);
      return match === undefined ? [] : [{ rule, match, cause: this.causeOf(rule, match) }];
    });
  }

  /** Each call may be here: one that is no news is counted, and nothing else. */
  private seenInHead(found: HeadMatch, seq: number, streamId: number): void {
    const { rule, match } = found;
    if (found.cause.isForgotten) found.cause = this.causeOf(rule, match);
    if (!this.causes.seen(found.cause, this.time)) return;
    found.cause.match = { ...match, streamId, evidence: [seq] };
    found.cause.conn = this.facts.conn;
    this.out.push({ finding: findingOf(found.cause), isNews: true });
  }

  private causeOf(rule: Rule, match: Match): KnownCause {
    return this.causes.of(rule, match, this.facts.peerAddress, this.facts.conn, this.time);
  }

  private found(rule: Rule, match: Match): void {
    this.out.push(this.causes.found(rule, match, this.facts.peerAddress, this.facts.conn, this.time));
  }
}
