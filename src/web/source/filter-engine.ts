/**
 * The filters of the server in the page, for the box they are typed into and for files. The engine is most of the page's code, so it is
 * loaded when it is first needed.
 */

import type { Filter } from '../../filter/filter.ts';
import { FilterError } from '../../filter/filter-error.ts';
import { type FilterProblem, FilterRefused, SourceError } from './source.ts';

/** @returns the CEL that a text means, empty for an empty one; or what is wrong with it. Never rejects */
export async function checkFilter(text: string): Promise<{ readonly cel: string } | FilterProblem> {
  try {
    return { cel: (await compiled(text))?.cel ?? '' };
  } catch (error) {
    if (error instanceof FilterRefused) return error.problem;
    return { message: error instanceof Error ? error.message : String(error), position: undefined };
  }
}

/** @returns undefined for an empty text: all events match. @throws FilterRefused, SourceError */
export async function compiled(text: string): Promise<Filter | undefined> {
  if (text.trim() === '') return undefined;
  const { compileFilter } = await engine();
  try {
    return compileFilter(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new FilterRefused({ message: error.reason, position: error.position });
  }
}

async function engine() {
  try {
    return await import('../../filter/filter.ts');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SourceError(`the filter engine could not be loaded: ${why}`);
  }
}
