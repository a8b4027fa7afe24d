/** What the detail pane draws: a tree of names and values, and tables of header fields. All texts are safe to show. */

import type { Side } from '../../trace/event.ts';
import { whole } from './amounts.ts';
import type { Term } from './filter-terms.ts';

export type Tone = 'good' | 'warning' | 'error' | 'client' | 'server';

export interface DetailNode {
  readonly name: string;
  readonly value: string;
  /** In a few words. */
  readonly meaning?: string;
  /** Where that is written: "RFC 9113 §6.8". */
  readonly spec?: string;
  /** Finds events with the same value. */
  readonly term?: Term;
  readonly tone?: Tone;
  /** The event that the value names. */
  readonly seq?: number;
  readonly children?: readonly DetailNode[];
}

export interface FieldRow {
  readonly name: string;
  readonly value: string;
  /** Why there is no value. */
  readonly redacted?: string;
  readonly meaning?: string;
  readonly spec?: string;
  /** How HPACK carried it; absent on HTTP/1.1. */
  readonly representation?: string;
  readonly representationSpec?: string;
  /** Of the field or its name, in which table. */
  readonly index?: string;
  readonly term: Term;
  readonly tone?: Tone;
}

export interface FieldTable {
  readonly title: string;
  readonly rows: readonly FieldRow[];
  /** Why there are no more rows. */
  readonly cut?: string;
}

export interface Detail {
  /** "frame 48,196 · HEADERS (trailers)" */
  readonly title: string;
  readonly spec?: string;
  readonly from?: Side;
  readonly nodes: readonly DetailNode[];
  readonly tables: readonly FieldTable[];
}

/** Without the properties that are undefined, which may not be there at all. */
export function node(
  name: string,
  value: string | number,
  more: { readonly [K in Exclude<keyof DetailNode, 'name' | 'value'>]?: DetailNode[K] | undefined } = {},
): DetailNode {
  return defined({ name, value: typeof value === 'number' ? whole(value) : value, ...more });
}

/** What is there of these. */
export function nodes(...all: readonly (DetailNode | undefined)[]): DetailNode[] {
  return all.filter((one) => one !== undefined);
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

export function defined<T extends object>(of: T): Defined<T> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** "86 bytes", "1 byte" */
export function byteCount(n: number): string {
  return n === 1 ? '1 byte' : `${whole(n)} bytes`;
}

/** 0x8 is "0x8". */
export function hexNumber(n: number): string {
  return `0x${n.toString(16)}`;
}
