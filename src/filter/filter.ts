import type { TraceEvent } from '../trace/event.ts';
import { compileCel, type Matches } from './cel-filter.ts';
import { FilterError } from './filter-error.ts';
import { MAX_TEXT_LENGTH, MAX_WRITTEN_OUT_LENGTH } from './limits.ts';
import { mixed, writtenOut } from './written-out.ts';

export interface Filter {
  /** What was typed, as CEL: short forms are written out. */
  readonly cel: string;
  /** Never throws: what fails, as everything does that an event does not have, is no match. */
  matches(event: TraceEvent): boolean;
}

/**
 * Compiles a filter (docs/filters.md): CEL whose variables are the event as its JSON has it, or short forms of it. In the order of
 * milliseconds; `matches` in that of a microsecond.
 *
 * @param text as typed; the absence of a filter is its caller's
 * @throws FilterError where it is empty, too long, not understood, or asks for what no event has
 */
export function compileFilter(text: string): Filter {
  if (text.trim() === '')
    throw new FilterError(text, 0, 'nothing came, expected CEL or short forms, for example stream:5');
  if (text.length > MAX_TEXT_LENGTH) {
    throw new FilterError(text, MAX_TEXT_LENGTH, `${text.length} characters came, expected up to ${MAX_TEXT_LENGTH}`);
  }
  const cel = writtenOut(text);
  return cel === undefined
    ? { cel: text, matches: compileTyped(text) }
    : { cel, matches: compileWrittenOut(text, cel) };
}

function compileTyped(text: string): Matches {
  try {
    return compileCel(text);
  } catch (error) {
    throw (error instanceof FilterError ? mixed(text) : undefined) ?? error;
  }
}

function compileWrittenOut(text: string, cel: string): Matches {
  if (cel.length > MAX_WRITTEN_OUT_LENGTH) {
    const reason = `the short forms take ${cel.length} characters of CEL, expected up to ${MAX_WRITTEN_OUT_LENGTH}`;
    throw new FilterError(text, 0, reason);
  }
  return compileCel(cel);
}
