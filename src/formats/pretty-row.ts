import type { Side } from '../trace/event.ts';

/** One event as the pretty format shows it: a line in columns, and lines indented under it. Texts are painted and escaped. */
export interface PrettyRow {
  /** Whose arrow it gets; absent where no side did it. */
  readonly side?: Side;
  readonly streamId?: number;
  /** The frame type, or what happened. Not painted: it is padded first. */
  readonly label: string;
  /** In bytes. */
  readonly length?: number;
  readonly summary: string;
  readonly details: readonly string[];
}

/** Of header values, messages and other text of peers: five lines of a terminal. The JSON format has them whole. */
export const MAX_VALUE_CHARS = 500;

/** What 100 columns leave for a summary. */
export const SUMMARY_COLUMNS = 53;

/** For wrapped text: 100 columns without the indentation of details. */
export const DETAIL_COLUMNS = 73;

/** Parts of a summary, the empty ones left out. */
export function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('  ');
}
