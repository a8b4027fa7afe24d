/** How much a filter may ask for. It is evaluated for every event, in the process that traffic passes. */

/** Of a filter as typed: the parser takes time quadratic in it, 60 ms for this. */
export const MAX_TEXT_LENGTH = 4096;

/** Of the CEL that short forms are written out to, for the same reason. */
export const MAX_WRITTEN_OUT_LENGTH = 8192;

/** Brackets within brackets: parser, checks and evaluation recurse. */
export const MAX_NESTING = 32;

/** Operators and selections above each other without brackets, `!!!!a`, `a.b.c.d`: these recurse too. */
export const MAX_TREE_DEPTH = 250;

/** What loops of one evaluation may do, in operations of their bodies and items they run over: some 40 ms at worst. */
export const MAX_LOOP_WORK = 100_000;

/** Of a regular expression, in characters: before this it cannot be known what compiling it costs. */
export const MAX_PATTERN_LENGTH = 256;

/** In `{n,m}` of a regular expression: each repetition is a copy of what is repeated. */
export const MAX_PATTERN_REPEAT = 100;

/** Of a compiled regular expression, in instructions of RE2: matching takes their number times the length of the text, at worst. */
export const MAX_PATTERN_PROGRAM = 1000;

/** A longer text matches no pattern. Header values and messages are rarely a tenth of it. */
export const MAX_MATCHED_LENGTH = 8192;
