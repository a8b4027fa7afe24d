/**
 * Columns of numbers and of references, one row an event.
 *
 * A row is written and read in order, without names: what reads it takes just what was put, in the same order. Numbers are in one
 * typed array, which the garbage collector does not look into.
 */

/** As many as the longest row has: streamClosed. */
const NUMBERS = 18;
/** HEADERS and streamClosed. */
const REFERENCES = 6;

export class PackedRows {
  /** What a row takes, whatever is in it. */
  static readonly ROW_BYTES = 8 * (NUMBERS + REFERENCES);

  private readonly numbers: Float64Array;
  private readonly references: unknown[];
  private nextNumber = 0;
  private nextReference = 0;

  /** @param capacity rows; memory for all of them is taken at once */
  constructor(capacity: number) {
    this.numbers = new Float64Array(capacity * NUMBERS);
    this.references = new Array(capacity * REFERENCES).fill(undefined);
  }

  /** Goes to the first reference of a row, and to its n-th number, from 0. */
  seek(row: number, n = 0): void {
    this.nextNumber = row * NUMBERS + n;
    this.nextReference = row * REFERENCES;
  }

  /** The n-th number of a row, from 0. */
  numberAt(row: number, n: number): number {
    return this.numbers[row * NUMBERS + n] ?? Number.NaN;
  }

  /** Forgets what a row refers to. */
  clear(row: number): void {
    const first = row * REFERENCES;
    for (let i = first; i < first + REFERENCES; i++) this.references[i] = undefined;
  }

  putNumber(value: number): void {
    this.numbers[this.nextNumber++] = value;
  }

  /** Not for NaN, which stands for undefined. */
  putOptional(value: number | undefined): void {
    this.numbers[this.nextNumber++] = value === undefined ? Number.NaN : value;
  }

  putFlag(value: boolean): void {
    this.numbers[this.nextNumber++] = value ? 1 : 0;
  }

  putReference(value: unknown): void {
    this.references[this.nextReference++] = value;
  }

  number(): number {
    return this.numbers[this.nextNumber++] ?? Number.NaN;
  }

  optional(): number | undefined {
    const value = this.number();
    return Number.isNaN(value) ? undefined : value;
  }

  flag(): boolean {
    return this.number() === 1;
  }

  /** `T` is the type of what was put there. */
  reference<T>(): T {
    return this.references[this.nextReference++] as T;
  }
}
