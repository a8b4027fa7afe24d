import type { Draft } from './draft.ts';
import type { Stage } from './fault.ts';
import type { Piece } from './piece.ts';

/** A row of the vocabulary: how it is read, and what docs/faults.md says of it. */
export interface Term {
  /** In lower case. */
  readonly name: string;
  /** Absent: it takes none. */
  readonly value?: {
    /** As in "delay=<value>". */
    readonly form: string;
    /** What stands for it where it is left out. Absent: it must be there. */
    readonly fallback?: string;
  };
  /** Takes a stage, by default this one. Absent: it takes none. */
  readonly stage?: Stage;
  /** Without one of these it means nothing. */
  readonly needs?: readonly string[];
  readonly meaning: string;
  /** "" where there is no value. */
  readonly range: string;
  readonly example: string;
  /** @param value empty where it takes none; @throws Refusal */
  readonly read: (draft: Draft, value: Piece, stage: Stage) => void;
}

/** A term as it came, understood. */
export interface ReadTerm {
  readonly term: Term;
  readonly stage: Stage;
  /** Of its name in the text, from 0. */
  readonly at: number;
}

/** In place of the header fields of the response, when the server sends them. */
export const BEFORE_HEADERS: Stage = { at: 'BEFORE_HEADERS' };
