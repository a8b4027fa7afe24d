import { refuseContradictions } from './contradictions.ts';
import { emptyDraft, planOf } from './draft.ts';
import type { FaultPlan } from './fault.ts';
import { readTerms } from './read-terms.ts';
import { caught } from './refusal.ts';

/** All of what was asked for, or in words what came and what was expected. */
export type ParsedFault =
  | { readonly plan: FaultPlan; readonly refused?: undefined }
  | { readonly plan?: undefined; readonly refused: string };

/**
 * Reads a text of the vocabulary (docs/faults.md): terms `name[=value][@stage]`, separated by `;`. Never throws.
 *
 * @param text as it came in a header field, a query parameter or a field of a request
 */
export function parseFault(text: string): ParsedFault {
  return caught(() => {
    const draft = emptyDraft();
    refuseContradictions(readTerms(text, draft), draft);
    return { plan: planOf(draft) };
  });
}
