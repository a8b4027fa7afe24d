/** A counter with a label whose values are found as they come, up to a number; the rest is `other`. */

import type { FamilyDescription, NumberFamily, Sample } from './family.ts';
import type { Domain } from './vocabulary.ts';

export const OTHER = 'other';

export interface CappedTallyOptions extends Pick<FamilyDescription, 'name' | 'help'> {
  readonly label: string;
  /** Of that label, `other` not counted. */
  readonly maxValues: number;
  /** A second label, with few values. */
  readonly columns?: Domain;
}

export class CappedTally implements NumberFamily {
  readonly type = 'counter';
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  private readonly options: CappedTallyOptions;
  private readonly totals = new Map<string, number[]>();

  constructor(options: CappedTallyOptions) {
    this.name = options.name;
    this.help = options.help;
    this.labelNames = options.columns === undefined ? [options.label] : [options.label, options.columns.label];
    this.options = options;
  }

  /** @param column index of the value of the second label */
  add(by: number, value: string, column = 0): void {
    const row = this.rowOf(value);
    row[column] = (row[column] ?? 0) + by;
  }

  collect(): readonly Sample[] {
    const { label, columns } = this.options;
    return Array.from(this.totals).flatMap(([value, row]) =>
      row.map((total, column) => {
        const second = columns === undefined ? {} : { [columns.label]: columns.values[column] ?? '' };
        return { labels: { [label]: value, ...second }, value: total };
      }),
    );
  }

  private rowOf(value: string): number[] {
    const known = this.totals.get(value);
    if (known !== undefined) return known;
    if (this.totals.size >= this.options.maxValues && value !== OTHER) return this.rowOf(OTHER);
    const row = Array.from({ length: this.options.columns?.values.length ?? 1 }, () => 0);
    this.totals.set(value, row);
    return row;
  }
}
