/** Counters of which all label values are known beforehand: their totals are numbers in one array, from 0. */

import type { NumberFamily, Sample } from './family.ts';
import type { Domain } from './vocabulary.ts';

/**
 * Every sample is there from the start: `increase()` cannot see the first of something whose series began with it, and
 * the first GOAWAY of a kind is the one to be told of.
 */
export class Tally implements NumberFamily {
  readonly type = 'counter';
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  private readonly rows: Domain | undefined;
  private readonly columns: Domain | undefined;
  private readonly width: number;
  private readonly totals: Float64Array;

  constructor(name: string, help: string, rows?: Domain, columns?: Domain) {
    this.name = name;
    this.help = help;
    this.labelNames = [rows, columns].flatMap((each) => (each === undefined ? [] : [each.label]));
    this.rows = rows;
    this.columns = columns;
    this.width = columns?.values.length ?? 1;
    this.totals = new Float64Array((rows?.values.length ?? 1) * this.width);
  }

  /** @param row, column indexes of the label values in their domains */
  add(by: number, row = 0, column = 0): void {
    const index = row * this.width + column;
    this.totals[index] = (this.totals[index] ?? 0) + by;
  }

  collect(): readonly Sample[] {
    return Array.from(this.totals, (value, index) => ({ labels: this.labelsAt(index), value }));
  }

  private labelsAt(index: number): { [name: string]: string } {
    const labels: { [name: string]: string } = {};
    const row = Math.floor(index / this.width);
    if (this.rows !== undefined) labels[this.rows.label] = this.rows.values[row] ?? '';
    if (this.columns !== undefined) labels[this.columns.label] = this.columns.values[index % this.width] ?? '';
    return labels;
  }
}
