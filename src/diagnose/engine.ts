/** From events and ticks to findings: all connections of a process, and what is known across them. */

import type { EventOf } from '../trace/event.ts';
import { type Cause, Causes, type FindingTotal, type Found } from './causes.ts';
import { ConnectionDiagnosis, type Shared } from './connection-diagnosis.ts';
import { Episodes } from './facts/episodes.ts';
import { Pairs } from './facts/pairs.ts';
import { Peers } from './facts/peers.ts';
import type { PlaceSample } from './facts/place.ts';
import { Traffic } from './facts/traffic.ts';
import type { Rule } from './rule.ts';
import { type Table, tableOf } from './table.ts';

export class Diagnosis {
  private readonly table: Table;
  private readonly causes = new Causes();
  private readonly shared: Shared = { pairs: new Pairs(), peers: new Peers(), traffic: new Traffic() };
  private readonly episodes = new Episodes();
  private place: PlaceSample | undefined = undefined;

  constructor(rules: readonly Rule[]) {
    this.table = tableOf(rules);
  }

  /** A connection begins. @param out takes what is found at once */
  open(event: EventOf<'connectionOpened'>, out: Found[]): ConnectionDiagnosis {
    const connection = new ConnectionDiagnosis(event, this.table, this.causes, this.shared);
    connection.begin(out);
    return connection;
  }

  /** The place where the server runs was looked at again. */
  look(sample: PlaceSample, out: Found[]): void {
    const before = this.place;
    this.place = sample;
    const traffic = this.shared.traffic.take();
    if (before === undefined) return;
    const change = { before, now: sample, traffic, episodes: this.episodes };
    for (const { rule, watch } of this.table.place) {
      const match = watch(change, sample.time);
      if (match !== undefined) out.push(this.causes.found(rule, match, '', '', sample.time));
    }
  }

  /** Those that are remembered, the one that was seen last first. */
  findings(): Iterable<Cause> {
    return this.causes.list();
  }

  counts(): Iterable<FindingTotal> {
    return this.causes.counts();
  }
}
